using Weir.Storage.Logs;

namespace Weir.Storage.Repair;

/// <summary>What a repair found and what it gave up.</summary>
public sealed class RepairReport
{
    private readonly List<string> _damages = [];
    private readonly List<LostRange> _lost = [];
    private readonly List<string> _forgotten = [];
    private readonly List<string> _damagedBlobs = [];

    /// <summary>What was damaged, a sentence each. Without any nothing was changed.</summary>
    public IReadOnlyList<string> Damages => _damages;

    public IReadOnlyList<LostRange> Lost => _lost;

    /// <summary>
    /// What else is lost: positions of groups and queues, frames that nobody can read. A sentence each.
    /// </summary>
    public IReadOnlyList<string> Forgotten => _forgotten;

    /// <summary>
    /// The directory with the files as they were, from the root of the data directory; null: no change.
    /// </summary>
    public string? KeptIn { get; internal set; }

    /// <summary>An earlier repair had been interrupted when its files were ready; this one put them in place.</summary>
    public bool IsFinished { get; internal set; }

    /// <summary>What the catalog holds: it has the names of what is lost.</summary>
    public IReadOnlyList<CatalogEntry> Catalog { get; internal set; } = [];

    internal IReadOnlyList<string> DamagedBlobs => _damagedBlobs;

    internal void AddDamage(string what) => _damages.Add(what);

    internal void AddDamagedBlob(string path) => _damagedBlobs.Add(path);

    internal void AddForgotten(string what) => _forgotten.Add(what);

    internal void AddLost(PartitionId partition, long from, long to) => _lost.Add(new LostRange(partition, from, to));
}
