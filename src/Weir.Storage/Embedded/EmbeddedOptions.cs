using Weir.Storage.Scheduling;

namespace Weir.Storage.Embedded;

/// <summary>
/// How the embedded engine uses its disk. None of it is persisted: all may change between two starts.
/// </summary>
public sealed record EmbeddedOptions
{
    /// <summary>The largest <see cref="JournalFileBytes"/>.</summary>
    public const long JournalFileBytesMax = 1L << 30;

    /// <summary>The size of a journal file; a frame that is larger gets a file of its own.</summary>
    public long JournalFileBytes { get; init; } = 64L << 20;

    /// <summary>How many journal files to have ready; where freed ones do not suffice, new ones are filled.</summary>
    public int SpareFiles { get; init; } = 2;

    /// <summary>
    /// How many freed journal files to keep while the disk has twice as much free as they take; others are deleted.
    /// </summary>
    public int SpareFilesMax { get; init; } = 8;

    /// <summary>
    /// Fill new journal files with zeros in the background. Without it only freed files are used again.
    /// </summary>
    public bool PrepareAhead { get; init; } = true;

    /// <summary>
    /// An append of at most so many bytes is written on the thread of a caller that may block, when nothing else is
    /// being written: it spares two hand-overs between threads. A larger one has more coming behind it, which its
    /// caller takes in while the journal's thread writes. 0: only that thread writes.
    /// </summary>
    public int CallerWriteBytesMax { get; init; } = 16 << 10;

    /// <summary>The catalog writes a snapshot after so many journal bytes, or its own size if that is more.</summary>
    public long CatalogSnapshotBytes { get; init; } = 4L << 20;

    /// <summary>
    /// On a full disk appends wait for room. Without it the engine fails then, as after any other failed write.
    /// </summary>
    public bool WaitsForRoom { get; init; }

    /// <summary>The name of this process in <see cref="Placement.Owner"/>.</summary>
    public string OwnerName { get; init; } = "local";

    /// <summary>Writes the journal in place of a thread of its own; for simulations.</summary>
    public WorkQueue? Work { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(JournalFileBytes, 4096, nameof(JournalFileBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(JournalFileBytes, JournalFileBytesMax, nameof(JournalFileBytes));
        ArgumentOutOfRangeException.ThrowIfNegative(SpareFiles, nameof(SpareFiles));
        ArgumentOutOfRangeException.ThrowIfLessThan(SpareFilesMax, SpareFiles, nameof(SpareFilesMax));
        ArgumentOutOfRangeException.ThrowIfNegative(CallerWriteBytesMax, nameof(CallerWriteBytesMax));
        ArgumentOutOfRangeException.ThrowIfNegative(CatalogSnapshotBytes, nameof(CatalogSnapshotBytes));
        ArgumentException.ThrowIfNullOrEmpty(OwnerName, nameof(OwnerName));
    }
}
