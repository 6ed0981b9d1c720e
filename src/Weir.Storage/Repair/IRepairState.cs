using Weir.Storage.Logs;

namespace Weir.Storage.Repair;

/// <summary>What a repair must know of the state above the logs.</summary>
public interface IRepairState
{
    /// <summary>The state of a shard of which nothing is known any more, as its snapshot holds it.</summary>
    byte[] EmptySnapshot();

    /// <summary>The journal event that says of a range of offsets that there is nothing to wait for.</summary>
    (ushort Kind, byte[] Payload) Lost(PartitionId partition, long from, long to);
}
