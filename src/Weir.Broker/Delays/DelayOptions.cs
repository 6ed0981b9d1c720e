namespace Weir.Broker.Delays;

/// <summary>Limits of delayed delivery.</summary>
public sealed record DelayOptions
{
    /// <summary>
    /// Most records that wait for their time, of all shards; more are refused. Each takes 16 to 20 bytes of memory.
    /// </summary>
    public long PendingMax { get; init; } = 5_000_000;

    /// <summary>A delay log smaller than this is not rewritten, however little of it is left, bytes.</summary>
    public long RewriteBytesMin { get; init; } = 16L << 20;
}
