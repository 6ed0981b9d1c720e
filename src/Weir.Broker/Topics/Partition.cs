using System.Buffers;
using Weir.Broker.Delays;
using Weir.Broker.Duplicates;
using Weir.Broker.Producers;
using Weir.Broker.Queues;
using Weir.Broker.Shards;
using Weir.Broker.Tracing;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Topics;

/// <summary>One log of a topic, with what the broker demands of an append to it.</summary>
public sealed class Partition
{
    private readonly ProducerTable _producers;
    private readonly TimeProvider _time;
    private bool _isTracedForTopic;
    private bool _isTracedForQueue;
    private PartitionTrace? _trace;

    internal Partition(Topic topic, int index, PartitionLog log, Shard shard, ProducerTable producers,
        TimeProvider time)
    {
        Topic = topic;
        Index = index;
        Log = log;
        Shard = shard;
        _producers = producers;
        _time = time;
    }

    public Topic Topic { get; }

    public int Index { get; }

    public PartitionLog Log { get; }

    public Shard Shard { get; }

    /// <summary>Set while what happens to its messages is to be noted.</summary>
    public PartitionTrace? Trace => Volatile.Read(ref _trace);

    /// <summary>Set while the queue that this is a log of may hold only so much.</summary>
    internal QueueLimit? Limit { get; set; }

    /// <summary>Set while messages that come again are to be left out.</summary>
    internal Deduplicator? Deduplicator { get; set; }

    /// <summary>
    /// Appends one batch that <see cref="BatchAdmission"/> has let in. Readable, and to be acknowledged, once the
    /// outcome's LSN is durable: <see cref="Storage.Logs.Shard.WaitAsync"/>.
    /// </summary>
    public AppendOutcome Append(in ReadOnlySequence<byte> batch, in RecordBatchHeader header) =>
        Append(batch, header, null);

    /// <summary>
    /// As above, with the records that <paramref name="delayed"/> took out of the batch parked in the same frame.
    /// <paramref name="batch"/> is what is left, stamped if the topic wants that. <paramref name="mayBlock"/> is as for
    /// <see cref="Shard.Enter"/>.
    /// </summary>
    public AppendOutcome Append(
        in ReadOnlySequence<byte> batch, in RecordBatchHeader header, DelayedRecords? delayed, bool mayBlock = false)
    {
        try
        {
            if (Deduplicator is not { } deduplicator) return TryAppend(batch, header, delayed, null, mayBlock)!.Value;
            BatchIds? ids = deduplicator.Read(batch, header, out bool isReadable);
            if (!isReadable) return AppendOutcome.Failed(AppendError.TooLarge);
            return ids is null ? TryAppend(batch, header, delayed, null, mayBlock)!.Value
                : AppendDeduplicated(batch, header, delayed, ids);
        }
        catch (StorageFailedException)
        {
            return AppendOutcome.Failed(AppendError.StorageUnavailable);
        }
    }

    internal void TraceForTopic(TraceLog log, bool isOn) => SetTrace(log, ref _isTracedForTopic, isOn);

    internal void TraceForQueue(TraceLog log, bool isOn) => SetTrace(log, ref _isTracedForQueue, isOn);

    /// <summary>The producers known here: id, epoch, last sequence, last offset, last seen (Unix ms).</summary>
    public IReadOnlyList<ProducerInfo> DescribeProducers()
    {
        using Lock.Scope read = Shard.EnterToRead();
        var list = new List<ProducerInfo>(_producers.Count);
        foreach ((long id, ProducerEntry entry) in _producers.Entries)
            list.Add(new ProducerInfo(id, entry.Epoch, entry.LastSequence, entry.LastSeenMs));
        return list;
    }

    internal void ExpireProducers(long beforeMs)
    {
        using Lock.Scope read = Shard.EnterToRead();
        _producers.Expire(beforeMs);
    }

    internal void ExpireRemembered(long nowMs)
    {
        using Lock.Scope read = Shard.EnterToRead();
        ((BrokerShard)Shard.State).ExpireRemembered(Log.Id, nowMs);
    }

    private void SetTrace(TraceLog log, ref bool isOn, bool value)
    {
        using Lock.Scope hold = Shard.EnterToRead();
        isOn = value;
        Volatile.Write(
            ref _trace, _isTracedForTopic || _isTracedForQueue ? _trace ?? new PartitionTrace(this, log) : null);
    }

    /// <summary>
    /// What is left of a batch with duplicates is made outside of the shard's lock, again should more turn up under it.
    /// </summary>
    private AppendOutcome AppendDeduplicated(
        in ReadOnlySequence<byte> batch, in RecordBatchHeader header, DelayedRecords? delayed, BatchIds ids)
    {
        AppendOutcome? outcome = ids.DuplicateCount == 0 ? TryAppend(batch, header, delayed, ids) : null;
        if (outcome is not null) return outcome.Value;
        byte[] whole = batch.ToArray();
        using var rest = new RecordBatchBuilder();
        while (outcome is null)
        {
            ids.WriteRest(rest, whole, header, keepsOffsets: true);
            RecordBatchHeader.TryRead(rest.CompletedMemory.Span, out RecordBatchHeader left);
            outcome = TryAppend(new ReadOnlySequence<byte>(rest.CompletedMemory), left, delayed, ids);
        }

        return outcome.Value;
    }

    /// <summary>Null, and nothing is done, when there are duplicates in the batch that were not known before.</summary>
    private AppendOutcome? TryAppend(
        in ReadOnlySequence<byte> batch, in RecordBatchHeader header, DelayedRecords? delayed, BatchIds? ids,
        bool mayBlock = false)
    {
        long? valueBytes = Limit is { CountsBytes: true } ? BatchValues.BytesOf(batch, header) : 0;
        if (valueBytes is null) return AppendOutcome.Failed(AppendError.TooLarge);
        using ShardWrite write = Shard.Enter(mayBlock);
        if (ids is not null && ids.Owner.Find(ids)) return null;
        AppendOutcome outcome = header.ProducerId < 0 ? AppendIfRoom(write, batch, header, valueBytes.Value)
            : AppendOnce(write, batch, header, valueBytes.Value);
        if (outcome.Error != AppendError.None) return outcome;
        ids?.Owner.Remember(write, ids);
        if (ids is { DuplicateCount: > 0 }) SettleLeftOut(write, outcome.BaseOffset, ids.DuplicateDeltas);
        if (delayed is not null)
        {
            delayed.Parked.AppendTo(write);
            SettleLeftOut(write, outcome.BaseOffset, delayed.Deltas);
        }

        return outcome with { Lsn = write.Lsn };
    }

    /// <summary>In a queue, where everything is settled some time, the offsets left out are settled at once.</summary>
    private void SettleLeftOut(ShardWrite write, long baseOffset, IEnumerable<int> deltas)
    {
        if (Topic.Kind != TopicKind.Queue) return;
        QueueCursor cursor = ((BrokerShard)Shard.State).CursorOf(Log);
        using var settled = new PooledBufferWriter();
        SettleEvent.Begin(settled, Log.Id, cursor.Settled.Floor, cursor.DeliveredUpTo);
        foreach (int delta in deltas)
            SettleEvent.AddRange(settled, baseOffset + delta, baseOffset + delta + 1);
        cursor.Apply(SettleEvent.Read(settled.WrittenSpan));
        write.AddEvent((ushort)EventKind.Settled, settled.WrittenSpan);
    }

    private AppendOutcome AppendOnce(
        ShardWrite write, in ReadOnlySequence<byte> batch, in RecordBatchHeader header, long valueBytes)
    {
        switch (_producers.Check(header, out ProducerBatch duplicate))
        {
            case ProducerCheck.Duplicate:
                return new AppendOutcome(AppendError.Duplicate, duplicate.BaseOffset, write.Lsn);
            case ProducerCheck.OutOfOrder:
                return AppendOutcome.Failed(AppendError.OutOfOrderSequence);
            case ProducerCheck.Fenced:
                return AppendOutcome.Failed(AppendError.ProducerFenced);
            default:
                AppendOutcome outcome = AppendIfRoom(write, batch, header, valueBytes);
                if (outcome.Error == AppendError.None)
                    _producers.Apply(header, outcome.BaseOffset, _time.GetUtcNow().ToUnixTimeMilliseconds());
                return outcome;
        }
    }

    private AppendOutcome AppendIfRoom(
        ShardWrite write, in ReadOnlySequence<byte> batch, in RecordBatchHeader header, long valueBytes)
    {
        if (Limit is not { } limit)
            return new AppendOutcome(AppendError.None, write.Append(Log, batch, header), write.Lsn);
        int count = header.RecordCount;
        if (!limit.TryReserve(count, valueBytes)) return AppendOutcome.Failed(AppendError.Full);
        long baseOffset = limit.Append(write, this, batch, header, valueBytes, count, valueBytes);
        return new AppendOutcome(AppendError.None, baseOffset, write.Lsn);
    }
}
