using Weir.Storage.Files;

namespace Weir.Storage.Embedded.Journal;

/// <summary>
/// A journal file in use. Whoever writes alone changes <see cref="Position"/>; <see cref="LastLsns"/> changes only
/// while the file is the current one, so freeing (which looks at sealed files only) may read it.
/// </summary>
internal sealed class JournalFile(int number, uint salt, IFile file, long capacity, bool isGrowing)
{
    public int Number { get; } = number;

    public uint Salt { get; } = salt;

    public IFile File { get; } = file;

    /// <summary>Where the next file must take over.</summary>
    public long Capacity { get; } = capacity;

    /// <summary>
    /// Not filled with zeros ahead: syncs are slower, so the writer leaves it as soon as a better one is ready.
    /// </summary>
    public bool IsGrowing { get; } = isGrowing;

    public long Position { get; set; }

    /// <summary>Written since the last sync.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Holds damage whose shard nobody knows: kept as evidence, never freed.</summary>
    public bool IsEvidence { get; set; }

    /// <summary>By stream, the last LSN in this file; 0 when it has none.</summary>
    public long[] LastLsns { get; } = new long[ShardTable.Count];

    /// <summary>Room for the frame and, behind it, the seal.</summary>
    public bool Fits(int bodyLength) => Position + (2 * JournalFrameHeader.Bytes) + bodyLength <= Capacity;

    public static string PathOf(int number) => $"{JournalFiles.Directory}/{number:D10}{JournalFiles.Extension}";
}
