using Weir.Broker.Groups;
using Weir.Broker.Queues;
using Weir.Storage.Logs;
using Weir.Storage.Repair;
using Weir.Wire;

namespace Weir.Broker.Shards;

/// <summary>What a repair of a data directory asks of the broker.</summary>
public sealed class BrokerRepairState : IRepairState
{
    public byte[] EmptySnapshot()
    {
        using var snapshot = new PooledBufferWriter();
        new BrokerShard(TimeProvider.System, new GroupOptions(), null).WriteSnapshot(snapshot);
        return snapshot.WrittenSpan.ToArray();
    }

    /// <summary>The consumers of a queue have nothing to wait for there; a stream does not ask.</summary>
    public (ushort Kind, byte[] Payload) Lost(PartitionId partition, long from, long to)
    {
        using var settle = new PooledBufferWriter();
        SettleEvent.Begin(settle, partition, 0, 0);
        SettleEvent.AddRange(settle, from, to);
        return ((ushort)EventKind.Settled, settle.WrittenSpan.ToArray());
    }
}
