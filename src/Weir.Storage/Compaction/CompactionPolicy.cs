namespace Weir.Storage.Compaction;

/// <summary>What key compaction of one partition may do; the topic's settings decide.</summary>
public sealed record CompactionPolicy
{
    /// <summary>Segments with a younger record are left alone, and so is all that follows them.</summary>
    public long MinLagMs { get; init; }

    /// <summary>A dirty record of this age starts a compaction whatever the dirty ratio is.</summary>
    public long MaxLagMs { get; init; } = long.MaxValue;

    /// <summary>How long a tombstone stays after the compaction that removed what it deletes.</summary>
    public long DeleteRetentionMs { get; init; } = 24L * 60 * 60 * 1000;

    /// <summary>Share of dirty bytes, 0 to 1, that must be exceeded.</summary>
    public double MinDirtyRatio { get; init; } = 0.5;

    /// <summary>Segments that reach beyond it are left alone: a transaction there is still open.</summary>
    public long EndOffset { get; init; } = long.MaxValue;

    /// <summary>Memory for the newest offset of each key; a partition with more keys takes several passes.</summary>
    public long KeyMapBytesMax { get; init; } = 128L << 20;
}
