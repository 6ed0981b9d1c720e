using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Weir.Broker.Queues;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Delays;

/// <summary>
/// The delays of one shard: an index of what is parked, and the one worker that delivers what is due. Only records that
/// are committed get into the index, by reading the log, at start as in life. Everything but waking is the worker's.
/// </summary>
internal sealed class ShardDelays : IAppendObserver, IThreadPoolWorkItem, IDisposable
{
    private const int ReadBytes = 256 << 10;
    private const long RetryMs = 1_000;

    private readonly DelayLogs _owner;
    private readonly DelayLog _log;
    private readonly DelayClock _clock;
    private readonly DelayIndex _index = new();
    private readonly DelayMover _mover;
    private readonly DelayForwards _forwards;
    private readonly Dictionary<PartitionId, int> _destinations = [];
    private readonly ConcurrentQueue<PartitionId> _dropped = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly PooledBufferWriter _batches = new();
    private readonly PooledBufferWriter _plain = new();
    private LivePass? _pass;
    private long _indexedUpTo;
    private int _signals;
    private long _startEnd;
    private bool _isStarted;

    public ShardDelays(DelayLogs owner, DelayLog log, DelayClock clock)
    {
        _owner = owner;
        _log = log;
        _clock = clock;
        _mover = new DelayMover(owner, log, _index, _destinations);
        _forwards = new DelayForwards(owner, log);
    }

    /// <summary>Where records for this shard are parked.</summary>
    public Topics.Partition Log => _log.Partition;

    private int Number => _log.Shard.Id.Value;

    public void OnAppended(PartitionLog log) => Wake();

    public void Wake()
    {
        if (Interlocked.Increment(ref _signals) == 1) _owner.Work.Post(this);
    }

    /// <summary>The destination is gone for ever: what waits for it goes too.</summary>
    public void Drop(PartitionId destination)
    {
        _dropped.Enqueue(destination);
        Wake();
    }

    public async ValueTask StartAsync()
    {
        _indexedUpTo = _log.Floor;
        _startEnd = _log.Log.ReadableEnd;
        try
        {
            await IndexAsync();
        }
        catch (DamagedDataException e)
        {
            // The others serve; this one is tried and reported again.
            _owner.Report(e);
        }

        _log.Log.AddObserver(this);
        _isStarted = true;
        Wake();
    }

    public async ValueTask WhenIdleAsync()
    {
        await _turn.WaitAsync();
        _turn.Release();
    }

    public void Dispose()
    {
        _log.Log.RemoveObserver(this);
        _mover.Dispose();
        _forwards.Dispose();
        _pass?.Dispose();
        _batches.Dispose();
        _plain.Dispose();
        _turn.Dispose();
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _signals);
            if (_owner.IsStopping) return;
            await _turn.WaitAsync();
            try
            {
                if (_isStarted) await WorkAsync();
            }
            catch (Exception e)
            {
                // Whatever it was, what waits is tried again.
                _clock.Set(Number, _clock.NowMs + RetryMs);
                if (!_owner.IsStopping) _owner.Report(e);
            }
            finally
            {
                _turn.Release();
            }
        }
        while (Interlocked.Add(ref _signals, -seen) != 0);
    }

    /// <summary>Delivers until nothing is due; what takes long is done in steps in between.</summary>
    private async ValueTask WorkAsync()
    {
        bool more = true;
        while (more && !_owner.IsStopping)
        {
            await IndexAsync();
            more = await _mover.MoveAsync(_clock.NowMs, _pass);
            more |= await _forwards.RunAsync();
            more |= await PassAsync();
        }

        _clock.Set(Number, _index.Count == 0 ? long.MaxValue : _index.Next.DueMs);
    }

    /// <summary>Brings the index up to what is committed.</summary>
    private async ValueTask IndexAsync()
    {
        while (_indexedUpTo < _log.Log.ReadableEnd)
        {
            long from = _indexedUpTo;
            long end = from < _startEnd ? _startEnd : long.MaxValue;
            using LogSlice? slice = await _log.Log.ReadAsync(from, ReadBytes, end, true, default);
            if (slice is null || slice.Bytes == 0)
                throw new DamagedDataException($"partition {_log.Log.Id}: the delay log cannot be read at {from}");
            _batches.Reset();
            await slice.CopyToAsync(_batches, default);
            int before = _index.Count + _forwards.Count;
            bool isOld = from < _startEnd;
            // What a process before this one parked may be settled, and is not counted yet.
            Index(isOld ? FindLive() : null);
            if (isOld) _owner.Reserve(_index.Count + _forwards.Count - before);
        }
    }

    /// <summary>The offsets of the stretch that was read which are not settled, in order.</summary>
    private List<long> FindLive()
    {
        var live = new List<long>();
        for (ReadOnlySpan<byte> rest = _batches.WrittenSpan; RecordBatchHeader.TryRead(rest, out var header);)
        {
            for (long offset = header.BaseOffset; offset < header.NextOffset; offset++) live.Add(offset);
            rest = rest[header.SizeBytes..];
        }

        _log.RemoveSettled(live);
        return live;
    }

    private void Index(List<long>? live)
    {
        int next = 0;
        for (ReadOnlySpan<byte> rest = _batches.WrittenSpan; RecordBatchHeader.TryRead(rest, out var header);)
        {
            BatchError error = RecordBatchRecords.Open(
                rest[..header.SizeBytes], header, _plain, RecordBatchRecords.StoredBytesMax, out var records);
            if (error != BatchError.None)
                throw new DamagedDataException($"partition {_log.Log.Id}: batch at {header.BaseOffset}: {error}");
            var reader = new RecordReader(records, header.RecordCount);
            while (reader.TryRead(out RecordView record))
            {
                long offset = header.BaseOffset + record.OffsetDelta;
                if (offset < _indexedUpTo) continue;
                if (live is not null)
                {
                    if (next == live.Count || live[next] != offset) continue;
                    next++;
                }

                Index(offset, record);
            }

            _indexedUpTo = header.NextOffset;
            rest = rest[header.SizeBytes..];
        }
    }

    private void Index(long offset, in RecordView record)
    {
        DelayTicket ticket = DelayTicket.Read(record, out _);
        if (!ticket.IsForExchange && ticket.Partition.Shard.Value != Number)
        {
            // It was due when it was parked again for the other shard.
            _forwards.Add(offset);
            return;
        }

        _index.Add(new DelayEntry(ticket.DueMs, offset));
        if (!ticket.IsForExchange)
            CollectionsMarshal.GetValueRefOrAddDefault(_destinations, ticket.Partition, out _)++;
    }

    /// <summary>One step of going over everything that waits, when there is a reason to.</summary>
    private async ValueTask<bool> PassAsync()
    {
        if (_pass is null) BeginPass();
        if (_pass is not { } pass) return false;
        if (await pass.StepAsync()) return true;
        _index.RemoveWhere(entry => pass.IsGone(entry.Offset));
        _mover.ForgetSetAside(pass.IsGone);
        _pass.Dispose();
        _pass = null;
        return true;
    }

    private void BeginPass()
    {
        bool isDropped = false;
        while (_dropped.TryDequeue(out PartitionId gone)) isDropped |= _destinations.ContainsKey(gone);
        bool rewrite = IsMostlyDone();
        if (!isDropped && !rewrite) return;
        var live = new List<long>(_index.Count);
        _index.CopyOffsets(live);
        _mover.CopySetAside(live);
        live.Sort();
        _pass = new LivePass(_owner, _log, live, _destinations, _indexedUpTo, rewrite);
    }

    /// <summary>Records that wait long must not keep the log of those that do not.</summary>
    private bool IsMostlyDone()
    {
        long span = _indexedUpTo - _log.Floor;
        long live = _index.Count + _mover.SetAsideCount + _forwards.Count;
        return span > 4 * live && live > 0 && _log.Log.SizeBytes >= _owner.Options.RewriteBytesMin;
    }
}
