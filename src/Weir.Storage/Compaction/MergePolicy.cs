namespace Weir.Storage.Compaction;

/// <summary>Which small segments of one partition may become one.</summary>
public sealed record MergePolicy
{
    /// <summary>Retention by time drops whole segments, so none is made that spans longer than this.</summary>
    public long SpanMsMax { get; init; } = long.MaxValue;
}
