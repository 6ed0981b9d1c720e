namespace Weir.Simulation.Brokers;

/// <summary>Records that were sent as one batch, and may be there or not until it is acknowledged or seen.</summary>
internal sealed class KeptBatch(long publishedMs)
{
    public long PublishedMs { get; } = publishedMs;

    public List<KeptRecord> Records { get; } = [];

    /// <summary>As it was sent.</summary>
    public int Bytes { get; set; }

    /// <summary>Where it lies; -1 until acknowledged or seen.</summary>
    public long BaseOffset { get; set; } = -1;
}
