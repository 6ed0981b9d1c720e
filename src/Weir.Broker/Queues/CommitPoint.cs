using Weir.Storage.Logs;

namespace Weir.Broker.Queues;

/// <summary>A frame of a shard that something waits for.</summary>
public readonly record struct CommitPoint(Shard Shard, long Lsn)
{
    public bool IsDurable => Shard.IsDurable(Lsn);
}
