using Weir.Broker.Queues;
using Weir.Broker.Shards;
using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;

namespace Weir.Broker.Delays;

/// <summary>
/// The hidden log in which a shard parks records until they are due, and what of it is settled. It is partition number
/// 0 of its shard, a number that no topic ever gets, so that it needs no entry in the catalog.
/// </summary>
internal sealed class DelayLog : IDisposable
{
    private const long SegmentBytesMax = 64L << 20;

    private readonly PooledBufferWriter _event = new();

    public DelayLog(Partition partition)
    {
        Partition = partition;
        using Lock.Scope read = Shard.EnterToRead();
        Cursor = ((BrokerShard)Shard.State).CursorOf(Log);
    }

    public Partition Partition { get; }

    /// <summary>What the log's own moves appended.</summary>
    public RoomAccount Room { get; } = new();

    public PartitionLog Log => Partition.Log;

    public Shard Shard => Partition.Shard;

    /// <summary>Guarded by the shard's lock.</summary>
    private QueueCursor Cursor { get; }

    /// <summary>Everything below is settled.</summary>
    public long Floor
    {
        get
        {
            using Lock.Scope read = Shard.EnterToRead();
            return Math.Max(Cursor.Settled.Floor, Log.StartOffset);
        }
    }

    public static IEnumerable<LogDefinition> Definitions()
    {
        for (int shard = 0; shard < ShardId.Count; shard++)
            yield return new LogDefinition(IdOf(new ShardId(shard)), Durability.Fsync, SegmentBytesMax);
    }

    public static PartitionId IdOf(ShardId shard) => PartitionId.Create(shard, 0);

    /// <summary>Takes the settled ones out of a list.</summary>
    public void RemoveSettled(List<long> offsets)
    {
        using Lock.Scope read = Shard.EnterToRead();
        offsets.RemoveAll(offset => Cursor.Settled.Contains(offset));
    }

    /// <summary>
    /// As part of a larger change: these records are done with. Asks for no sync of its own, since a change that is
    /// lost is lost whole.
    /// </summary>
    public void Settle(ShardWrite write, List<long> offsets)
    {
        offsets.Sort();
        SettleEvent.Begin(_event, Log.Id, Cursor.Settled.Floor, Cursor.DeliveredUpTo);
        for (int i = 0; i < offsets.Count;)
        {
            long from = offsets[i], to = from;
            while (i < offsets.Count && offsets[i] <= to) to = offsets[i++] + 1;
            SettleEvent.AddRange(_event, from, to);
        }

        Cursor.Apply(SettleEvent.Read(_event.WrittenSpan));
        write.AddEvent((ushort)EventKind.Settled, _event.WrittenSpan, Durability.Os);
        write.Trim(Log, Cursor.Settled.Floor, Durability.Os);
    }

    public void Dispose() => _event.Dispose();
}
