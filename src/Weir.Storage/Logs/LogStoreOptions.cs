namespace Weir.Storage.Logs;

/// <summary>Limits of the log layer.</summary>
public sealed record LogStoreOptions
{
    /// <summary>What tails may take of the memory that the process may use, bytes: a quarter.</summary>
    public static long MemoryBytesShare => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;

    /// <summary>
    /// Memory for tails, bytes. At a quarter of it a checkpoint starts; from half of it on appends follow its pace.
    /// </summary>
    public long MemoryBytesMax { get; init; } = Math.Min(256L << 20, MemoryBytesShare);

    /// <summary>Journal bytes, over all shards, that start a checkpoint: bounds recovery time.</summary>
    public long CheckpointJournalBytes { get; init; } = 512L << 20;

    /// <summary>Longest time between checkpoints of a shard that changed.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Disk kept free for what makes room: with less than this and what a checkpoint may copy, publishes are not taken.
    /// 0: nobody looks.
    /// </summary>
    public long FreeBytesMin { get; init; }

    /// <summary>Segments kept open: one file handle and one index each.</summary>
    public int OpenSegmentsMax { get; init; } = 512;
}
