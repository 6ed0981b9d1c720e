namespace Weir.Storage.Embedded.Journal;

/// <summary>
/// A place where recovery expected the frame with <paramref name="Sequence"/> and found none that is valid. It is the
/// torn tail, unless a later frame says that this one had been synced: then it is damage.
/// </summary>
internal sealed record Suspect(JournalFile? File, string Path, long Position, long Sequence, long[] NextLsns)
{
    /// <summary>Whose frame it is, when its header is intact.</summary>
    public int Shard { get; init; } = -1;

    public long Lsn { get; init; } = -1;

    /// <summary>How many lost frames gaps between LSNs told of before this place.</summary>
    public long Explained { get; init; }

    /// <summary>How many frames are gone here whose header is gone too.</summary>
    public long Missing { get; set; }

    public bool IsDamage { get; set; }
}
