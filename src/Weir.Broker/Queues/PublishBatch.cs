using System.Buffers;
using Weir.Broker.Topics;
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
    /// <summary>Builders kept for the next read; those of more destinations than this are given back.</summary>
    private const int KeptMax = 64;

    private readonly Dictionary<Partition, OpenBatch> _open = [];
    private readonly List<KeyValuePair<Partition, OpenBatch>> _ordered = [];
    private readonly Stack<OpenBatch> _spare = new();
    private Partition? _lastPartition;
    private OpenBatch? _last;

    public bool IsEmpty => _open.Count == 0;

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
    /// Stores everything added; <paramref name="points"/> receives what to wait for, one entry a shard.
    /// </summary>
    /// <exception cref="StorageFailedException">A shard takes no writes.</exception>
    public void Commit(List<CommitPoint> points)
    {
        if (_open.Count == 0) return;
        _ordered.AddRange(_open);
        if (_ordered.Count > 1) _ordered.Sort(static (a, b) => a.Key.Shard.Id.Value.CompareTo(b.Key.Shard.Id.Value));
        foreach ((_, OpenBatch open) in _ordered) open.Builder.Complete();
        try
        {
            for (int first = 0; first < _ordered.Count;)
            {
                Shard shard = _ordered[first].Key.Shard;
                int end = first + 1;
                while (end < _ordered.Count && ReferenceEquals(_ordered[end].Key.Shard, shard)) end++;
                points.Add(new CommitPoint(shard, Append(shard, first, end)));
                first = end;
            }
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

        if (shard is null) return true;
        if (!settlements.AreAllIn(shard)) return false;
        _ordered.AddRange(_open);
        foreach ((_, OpenBatch open) in _ordered) open.Builder.Complete();
        try
        {
            using ShardWrite write = shard.Enter();
            Append(write, 0, _ordered.Count);
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
        foreach (OpenBatch open in _spare) open.Dispose();
    }

    /// <summary>Forgets what was added.</summary>
    public void Clear()
    {
        foreach (OpenBatch open in _open.Values) Recycle(open);

        _open.Clear();
        _ordered.Clear();
        _lastPartition = null;
        _last = null;
        Bytes = 0;
    }

    private long Append(Shard shard, int first, int end)
    {
        using ShardWrite write = shard.Enter();
        Append(write, first, end);
        return write.Lsn;
    }

    private void Append(ShardWrite write, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            (Partition partition, OpenBatch open) = _ordered[i];
            ReadOnlyMemory<byte> memory = open.Builder.CompletedMemory;
            RecordBatchHeader.TryRead(memory.Span, out RecordBatchHeader header);
            var batch = new ReadOnlySequence<byte>(memory);
            if ((partition.Limit ?? open.Limit) is { } limit)
                limit.Append(write, partition, batch, header, open.ValueBytes, open.Reserved, open.ReservedBytes);
            else write.Append(partition.Log, batch, header);
            open.OnAppended();
        }
    }

    private OpenBatch BatchOf(Partition destination, long timestampMs)
    {
        if (ReferenceEquals(destination, _lastPartition)) return _last!;
        if (!_open.TryGetValue(destination, out OpenBatch? open))
        {
            if (!_spare.TryPop(out open)) open = new OpenBatch();
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
        if (_spare.Count < KeptMax) _spare.Push(open);
        else open.Dispose();
    }
}
