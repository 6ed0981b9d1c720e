using System.Buffers;
using Weir.Broker.Delays;
using Weir.Broker.Shards;
using Weir.Broker.Topics;
using Weir.Broker.Tracing;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Broker.Queues;

/// <summary>
/// Gathers the messages of one socket read: one record batch per destination, all destinations of a shard in one frame.
/// So a message routed to many queues is there in all or none, and the cost of a commit is shared. Reused by its
/// session; not thread-safe.
/// </summary>
public sealed class PublishBatch : IDisposable
{
    /// <summary>
    /// Builders kept for the next read: so many of any size, and more while all together are small. A session that
    /// publishes to a thousand queues in turn makes none anew with each read.
    /// </summary>
    private const int KeptMax = 64;
    private const int KeptBytesMax = 2 << 20;

    /// <summary>Parked records are read one by one when they are due, so their batches are kept small.</summary>
    private const int ParkedBatchBytesMax = 32 << 10;

    private readonly Dictionary<Partition, OpenBatch> _open = [];
    private readonly List<KeyValuePair<Partition, OpenBatch>> _full = [];
    private readonly List<KeyValuePair<Partition, OpenBatch>> _ordered = [];
    private readonly Stack<OpenBatch> _spare = new();
    private long _spareBytes;
    private RecordHeaderWriter? _parkedHeaders;
    private DelayLogs? _delays;
    private int _reserved;
    private Partition? _lastPartition;
    private OpenBatch? _last;

    /// <summary>Who publishes, for traces.</summary>
    public ITracedClient? By { get; init; }

    public bool IsEmpty => _open.Count == 0 && _full.Count == 0;

    /// <summary>Bytes gathered; commit when it has grown large.</summary>
    public long Bytes { get; private set; }

    /// <summary>
    /// Adds a message for one destination; nothing is stored before <see cref="Commit"/>. False when that is a queue
    /// that is full and refuses.
    /// </summary>
    public bool Add(
        Partition destination,
        long timestampMs,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> value,
        ReadOnlySpan<byte> rawHeaders,
        int headerCount)
    {
        OpenBatch open = BatchOf(destination, timestampMs);
        if (destination.Limit is { } limit && !open.TryReserve(limit, value.Length))
        {
            if (open.Builder.RecordCount == 0) Drop(destination, open);
            var refused = new RecordView
            {
                IsKeyNull = key.IsEmpty,
                Key = key,
                Value = value,
                RawHeaders = rawHeaders,
                HeaderCount = headerCount,
            };
            limit.OnRefused(this, destination.Index, timestampMs, refused);
            return false;
        }

        int before = open.Builder.SizeBytes;
        open.Add(timestampMs, key, value, rawHeaders, headerCount);
        Bytes += open.Builder.SizeBytes - before;
        return true;
    }

    /// <summary>
    /// As above, for a message that the broker takes from one queue to another: a destination that leaves out what it
    /// had before takes it all the same.
    /// </summary>
    public bool AddMoved(
        Partition destination,
        long timestampMs,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> value,
        ReadOnlySpan<byte> rawHeaders,
        int headerCount)
    {
        if (!Add(destination, timestampMs, key, value, rawHeaders, headerCount)) return false;
        _last!.MarkMoved();
        return true;
    }

    /// <summary>How the message added last came; for destinations that are traced.</summary>
    public void Note(TraceNote note) => _last!.Note(note);

    /// <summary>
    /// Takes room for messages that are then added to come later; false when too many wait already.
    /// </summary>
    public bool TryReserveDelayed(DelayLogs delays, int count)
    {
        if (!delays.TryReserve(count)) return false;
        _delays = delays;
        _reserved += count;
        return true;
    }

    /// <summary>
    /// Adds a message that its destination gets at <paramref name="dueMs"/> (Unix milliseconds), not before.
    /// </summary>
    public void AddDelayed(
        Partition destination,
        long dueMs,
        long timestampMs,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> value,
        ReadOnlySpan<byte> rawHeaders,
        int headerCount,
        TraceNote? note = null)
    {
        ShardDelays delays = ((BrokerShard)destination.Shard.State).Delays!;
        RecordHeaderWriter headers = BeginParkedHeaders();
        DelayTicket.Write(headers, dueMs, destination.Log.Id);
        headers.AddRaw(rawHeaders, headerCount);
        Park(delays.Log, timestampMs, key, value, headers, note);
    }

    /// <summary>As above, for a record as it is.</summary>
    internal void AddDelayed(Partition destination, long dueMs, long timestampMs, in RecordView record)
    {
        ShardDelays delays = ((BrokerShard)destination.Shard.State).Delays!;
        RecordHeaderWriter headers = BeginParkedHeaders();
        DelayTicket.Write(headers, dueMs, destination.Log.Id);
        headers.AddRaw(record.RawHeaders, record.HeaderCount);
        Add(delays.Log, timestampMs, record, headers.Raw, headers.Count);
        CloseIfFull(delays.Log);
    }

    /// <summary>As above, for whatever the exchange routes it to when it is due.</summary>
    public void AddDelayed(
        DelayLogs delays,
        string ns,
        ReadOnlySpan<byte> exchange,
        long dueMs,
        long timestampMs,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> value,
        ReadOnlySpan<byte> rawHeaders,
        int headerCount)
    {
        RecordHeaderWriter headers = BeginParkedHeaders();
        DelayTicket.Write(headers, dueMs, System.Text.Encoding.UTF8.GetBytes(ns), exchange);
        headers.AddRaw(rawHeaders, headerCount);
        Park(delays.HomeOf(ns), timestampMs, key, value, headers);
    }

    /// <summary>A record as it is, with other headers. It was accepted before, so no limit of a queue refuses it.
    /// </summary>
    internal void Add(
        Partition destination, long timestampMs, in RecordView record, ReadOnlySpan<byte> rawHeaders, int headerCount)
    {
        OpenBatch open = BatchOf(destination, timestampMs);
        int before = open.Builder.SizeBytes;
        open.Add(timestampMs, record, rawHeaders, headerCount);
        Bytes += open.Builder.SizeBytes - before;
    }

    /// <summary>
    /// Closes the batches, for <see cref="AppendTo"/>: nothing is to be computed under a shard's lock.
    /// </summary>
    internal void Complete()
    {
        _ordered.AddRange(_full);
        _ordered.AddRange(_open);
        foreach ((Partition partition, OpenBatch open) in _ordered) open.Complete(partition.Deduplicator);
    }

    /// <summary>Everything added as part of a larger change of the one shard that it is for.</summary>
    internal void AppendTo(ShardWrite write)
    {
        Append(write, 0, _ordered.Count);
        // From now on the delay log counts them.
        _reserved = 0;
    }

    /// <summary>
    /// Stores everything added; <paramref name="points"/> receives what to wait for, one entry a shard.
    /// </summary>
    /// <param name="points">Where to add them.</param>
    /// <param name="mayBlock">As for <see cref="Shard.Enter"/>.</param>
    /// <exception cref="StorageFailedException">A shard takes no writes.</exception>
    public void Commit(List<CommitPoint> points, bool mayBlock = false)
    {
        if (IsEmpty) return;
        Complete();
        // The queues of a namespace lie in one shard.
        if (!AreOfOneShard()) _ordered.Sort(static (a, b) => a.Key.Shard.Id.Value.CompareTo(b.Key.Shard.Id.Value));
        try
        {
            for (int first = 0; first < _ordered.Count;)
            {
                Shard shard = _ordered[first].Key.Shard;
                int end = first + 1;
                while (end < _ordered.Count && ReferenceEquals(_ordered[end].Key.Shard, shard)) end++;
                points.Add(new CommitPoint(shard, Append(shard, first, end, mayBlock && end == _ordered.Count)));
                first = end;
            }

            _reserved = 0;
        }
        finally
        {
            Clear();
        }
    }

    /// <summary>
    /// Stores everything added together with the settlements, all or nothing. False, and nothing is done, when they do
    /// not all lie in one shard.
    /// </summary>
    /// <exception cref="StorageFailedException">A shard takes no writes.</exception>
    public bool TryCommitWith(Settlements settlements, out CommitPoint point)
    {
        point = default;
        Shard? shard = settlements.FirstShard;
        foreach (Partition partition in _open.Keys)
        {
            shard ??= partition.Shard;
            if (!ReferenceEquals(partition.Shard, shard)) return false;
        }

        foreach ((Partition partition, _) in _full)
        {
            shard ??= partition.Shard;
            if (!ReferenceEquals(partition.Shard, shard)) return false;
        }

        if (shard is null) return true;
        if (!settlements.AreAllIn(shard)) return false;
        Complete();
        try
        {
            using ShardWrite write = shard.Enter();
            AppendTo(write);
            settlements.WriteInto(write, Durability.Fsync);
            point = new CommitPoint(shard, write.Lsn);
        }
        finally
        {
            Clear();
        }

        return true;
    }

    public void Dispose()
    {
        Clear();
        _parkedHeaders?.Dispose();
        foreach (OpenBatch open in _spare) open.Dispose();
    }

    /// <summary>Forgets what was added.</summary>
    public void Clear()
    {
        foreach ((_, OpenBatch open) in _full) Recycle(open);
        foreach ((_, OpenBatch open) in _open) Recycle(open);
        _full.Clear();
        _open.Clear();
        _ordered.Clear();
        _lastPartition = null;
        _last = null;
        Bytes = 0;
        _delays?.Release(_reserved);
        _reserved = 0;
    }

    private bool AreOfOneShard()
    {
        foreach ((Partition partition, _) in _ordered)
            if (!ReferenceEquals(partition.Shard, _ordered[0].Key.Shard)) return false;
        return true;
    }

    private RecordHeaderWriter BeginParkedHeaders()
    {
        _parkedHeaders ??= new RecordHeaderWriter();
        _parkedHeaders.Reset();
        return _parkedHeaders;
    }

    private void Park(
        Partition log, long timestampMs, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, RecordHeaderWriter headers,
        TraceNote? note = null)
    {
        Add(log, timestampMs, key, value, headers.Raw, headers.Count);
        if (note is not null) Note(note);
        CloseIfFull(log);
    }

    private void CloseIfFull(Partition log)
    {
        if (_last!.Builder.SizeBytes < ParkedBatchBytesMax) return;
        _full.Add(new(log, _last));
        _open.Remove(log);
        _lastPartition = null;
        _last = null;
    }

    private long Append(Shard shard, int first, int end, bool mayBlock)
    {
        using ShardWrite write = shard.Enter(mayBlock);
        Append(write, first, end);
        return write.Lsn;
    }

    private void Append(ShardWrite write, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            (Partition partition, OpenBatch open) = _ordered[i];
            ReadOnlyMemory<byte> memory = open.WithoutDuplicates();
            if (memory.IsEmpty)
            {
                open.Abandon();
                continue;
            }

            RecordBatchHeader.TryRead(memory.Span, out RecordBatchHeader header);
            var batch = new ReadOnlySequence<byte>(memory);
            long baseOffset;
            if ((partition.Limit ?? open.Limit) is { } limit)
            {
                baseOffset = limit.Append(
                    write, partition, batch, header, open.ValueBytes, open.Reserved, open.ReservedBytes);
            }
            else baseOffset = write.Append(partition.Log, batch, header);
            if (partition.Trace is { } trace) open.Trace(trace, By, baseOffset);
            else open.TraceParked(partition.Log.Id, By, baseOffset);
            open.Ids?.Owner.Remember(write, open.Ids);
            open.OnAppended();
        }
    }

    private OpenBatch BatchOf(Partition destination, long timestampMs)
    {
        if (ReferenceEquals(destination, _lastPartition)) return _last!;
        if (!_open.TryGetValue(destination, out OpenBatch? open))
        {
            if (_spare.TryPop(out open)) _spareBytes -= open.CapacityBytes;
            else open = new OpenBatch();
            open.Begin(timestampMs);
            _open.Add(destination, open);
        }

        _lastPartition = destination;
        _last = open;
        return open;
    }

    /// <summary>Nothing came into it after all.</summary>
    private void Drop(Partition destination, OpenBatch open)
    {
        _open.Remove(destination);
        _lastPartition = null;
        _last = null;
        Recycle(open);
    }

    private void Recycle(OpenBatch open)
    {
        open.Abandon();
        if (_spare.Count >= KeptMax && _spareBytes + open.CapacityBytes > KeptBytesMax)
        {
            open.Dispose();
            return;
        }

        _spareBytes += open.CapacityBytes;
        _spare.Push(open);
    }
}
