using Weir.Wire;

namespace Weir.Storage.Logs;

/// <summary>
/// A shard at a frame boundary: the state above as bytes, and how far each log reached. Valid as of <see cref="Lsn"/>;
/// usable for a checkpoint once that frame is durable.
/// </summary>
internal sealed class ShardCapture : IDisposable
{
    private ShardCapture(long lsn, long journaledBytes, PooledBufferWriter state, LogExtent[] logs)
    {
        Lsn = lsn;
        JournaledBytes = journaledBytes;
        State = state;
        Logs = logs;
    }

    public long Lsn { get; }

    /// <summary>What <see cref="Shard.JournaledBytes"/> was.</summary>
    public long JournaledBytes { get; }

    public PooledBufferWriter State { get; }
    public LogExtent[] Logs { get; }

    public static ShardCapture Take(Shard shard, long lsn)
    {
        var state = new PooledBufferWriter();
        shard.State.WriteSnapshot(state);
        var logs = new LogExtent[shard.Logs.Count];
        int i = 0;
        foreach (PartitionLog log in shard.Logs.Values) logs[i++] = new LogExtent(log, log.StartOffset, log.NextOffset);
        return new ShardCapture(lsn, shard.JournaledBytes, state, logs);
    }

    public void Dispose() => State.Dispose();
}
