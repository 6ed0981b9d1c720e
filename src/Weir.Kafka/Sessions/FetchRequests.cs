using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Weir.Broker.Sessions;
using Weir.Broker.Topics;
using Weir.Kafka.Wire;
using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Kafka.Sessions;

/// <summary>
/// Serves fetch requests of one connection: resolves what is asked, reads whole stored batches up to the limits, waits
/// for more if there is too little, and writes head and batches in one pass. Stored bytes go out as they lie.
/// </summary>
internal sealed class FetchRequests : IDisposable
{
    public const short VersionMin = 4;
    public const short VersionMax = 17;

    private readonly KafkaServer _server;
    private readonly ClientConnection _client;
    private readonly FetchResponseWriter _writer;
    private readonly FetchSignal _signal;
    private readonly FetchTargets _targets;
    private readonly List<FetchTarget> _full = [];
    private FetchSession? _session;
    private int _lastSessionId;

    public FetchRequests(KafkaServer server, PipeWriter output, ClientConnection client, string ns)
    {
        _server = server;
        _client = client;
        _writer = new FetchResponseWriter(output);
        _signal = new FetchSignal(server.Broker.Time);
        _targets = new FetchTargets(server.Broker.Topics, ns);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask HandleAsync(RequestHeader header, ReadOnlyMemory<byte> body, CancellationToken closed)
    {
        (FetchHead head, KafkaError error, List<FetchTarget> targets) = Resolve(header.Version, body);
        int sessionId = _session?.Id ?? 0;
        try
        {
            if (error == KafkaError.None) await CollectAsync(head, targets, closed);
            bool incremental = head.SessionEpoch > 0 && _session is not null;
            foreach (FetchTarget target in targets) _client.BytesSent += target.Slice?.Bytes ?? 0;
            await _writer.WriteAsync(header, error, sessionId, targets, incremental, head.IsolationLevel, closed);
        }
        finally
        {
            foreach (FetchTarget target in targets) target.Release();
        }
    }

    public void Dispose()
    {
        _signal.Dispose();
        _writer.Dispose();
    }

    /// <summary>Reads the request: its head, then what it names into the targets that it is about.</summary>
    private (FetchHead Head, KafkaError Error, List<FetchTarget> Targets) Resolve(
        short version, ReadOnlyMemory<byte> body)
    {
        var reader = new KafkaReader(body);
        FetchHead head = FetchHead.Read(ref reader, version);
        if (!head.IsSession || head.SessionEpoch == 0)
        {
            _session = head.IsSession ? NewSession() : null;
            List<FetchTarget> targets = _session?.Targets ?? _full;
            FetchTargets.ReadFull(ref reader, version, targets);
            return (head, KafkaError.None, targets);
        }

        if (_session is null || _session.Id != head.SessionId) return (head, KafkaError.FetchSessionIdNotFound, []);
        if (_session.NextEpoch != head.SessionEpoch) return (head, KafkaError.InvalidFetchSessionEpoch, []);
        _session.Advance();
        FetchTargets.ReadChanges(ref reader, version, _session.Targets);
        return (head, KafkaError.None, _session.Targets);
    }

    private FetchSession NewSession()
    {
        _lastSessionId = _lastSessionId == int.MaxValue ? 1 : _lastSessionId + 1;
        return new FetchSession(_lastSessionId);
    }

    /// <summary>Reads until there is enough, something went wrong, or the wait is over.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask CollectAsync(FetchHead head, List<FetchTarget> targets, CancellationToken closed)
    {
        TimeProvider time = _server.Broker.Time;
        long start = time.GetTimestamp();
        var maxWait = TimeSpan.FromMilliseconds(Math.Max(0, head.MaxWaitMs));
        using CancellationTokenRegistration onClose =
            closed.UnsafeRegister(static s => ((FetchSignal)s!).Raise(), _signal);
        while (true)
        {
            _signal.Clear();
            _targets.Refresh(targets);
            _signal.Watch(targets);
            bool enough = await ReadAsync(head, targets, closed);
            TimeSpan left = maxWait - time.GetElapsedTime(start);
            if (enough || left <= TimeSpan.Zero) return;
            foreach (FetchTarget target in targets) target.Release();
            _client.WaitsFor = SessionWait.Records;
            await _signal.WaitAsync(left);
            _client.WaitsFor = SessionWait.Nothing;
            closed.ThrowIfCancellationRequested();
        }
    }

    /// <summary>True when the answer should go now.</summary>
    private async ValueTask<bool> ReadAsync(FetchHead head, List<FetchTarget> targets, CancellationToken closed)
    {
        int left = Math.Min(head.MaxBytes <= 0 ? int.MaxValue : head.MaxBytes, _server.Options.FetchBytesMax);
        long bytes = 0;
        bool failed = false;
        FetchSession? session = ReferenceEquals(_session?.Targets, targets) ? _session : null;
        int first = session?.FirstRead ?? 0;
        for (int i = 0; i < targets.Count; i++)
        {
            int index = (first + i) % targets.Count;
            FetchTarget target = targets[index];
            await ReadAsync(target, left, atLeastOne: bytes == 0, closed);
            int read = target.Slice?.Bytes ?? 0;
            if (read > 0 && session is not null) session.FirstRead = index + 1;
            bytes += read;
            left = Math.Max(0, left - read);
            failed |= target.Error != KafkaError.None;
        }

        return failed || targets.Count == 0 || bytes >= head.MinBytes;
    }

    private async ValueTask ReadAsync(FetchTarget target, int bytesMax, bool atLeastOne, CancellationToken closed)
    {
        if (target.Partition is not { } partition) return;
        PartitionLog log = partition.Log;
        target.HighWatermark = log.ReadableEnd;
        target.StartOffset = log.StartOffset;
        if (target.LeaderEpoch > 0)
        {
            target.Error = KafkaError.UnknownLeaderEpoch;
            return;
        }

        try
        {
            target.Slice = await log.ReadAsync(
                target.Offset, Math.Min(bytesMax, target.BytesMax), target.HighWatermark, atLeastOne, closed);
            target.Error = target.Slice is null ? KafkaError.OffsetOutOfRange : KafkaError.None;
        }
        catch (Exception e) when (e is DamagedDataException or IOException)
        {
            target.Error = KafkaError.KafkaStorageError;
            _server.Logger.ReadFailed(partition.Topic.Name, partition.Index, target.Offset, e);
        }
    }
}
