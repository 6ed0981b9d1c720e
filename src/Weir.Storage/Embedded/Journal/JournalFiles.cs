using Weir.Storage.Files;

namespace Weir.Storage.Embedded.Journal;

/// <summary>
/// The journal's files: the current one, the sealed ones that some shard still needs, and spares. The writer opens,
/// rolls and syncs; whoever commits a manifest frees. A freed file becomes a spare by a rename that is durable
/// before the file is overwritten, so that its old name never comes back with new bytes in it.
/// </summary>
internal sealed class JournalFiles : IDisposable
{
    public const string Directory = "journal";
    public const string Extension = ".wal";

    private readonly IFileSystem _files;
    private readonly EmbeddedOptions _options;
    private readonly SpareFiles _spares;
    private readonly Lock _gate = new();
    private readonly Lock _sealedFilesGate = new();
    private readonly Dictionary<int, JournalFile> _live = [];
    private readonly List<JournalFile> _dirtySealed = [];
    private bool _directoryIsDirty;
    private int _nextNumber;

    public JournalFiles(IFileSystem files, EmbeddedOptions options, IEnumerable<JournalFile> live, int nextNumber)
    {
        _files = files;
        _options = options;
        foreach (JournalFile file in live)
            _live.Add(file.Number, file);
        _spares = new SpareFiles(files, options);
        _nextNumber = Math.Max(nextNumber, _spares.HighestNumber + 1);
    }

    /// <summary>Where the writer writes; null before the first append.</summary>
    public JournalFile? Current { get; private set; }

    public bool HasBetter => Current is { IsGrowing: true } && _spares.IsReady;

    public int LiveCount
    {
        get
        {
            lock (_gate)
                return _live.Count;
        }
    }

    public JournalFile? Find(int number)
    {
        lock (_gate)
            return _live.GetValueOrDefault(number);
    }

    /// <summary>
    /// By the writer: puts the current file aside and opens one that takes a frame of this length. Never waits. On a
    /// full disk it throws and nothing has changed.
    /// </summary>
    public JournalFile OpenNext(int bodyLength)
    {
        int number = _nextNumber;
        string path = JournalFile.PathOf(number);
        long needed = Math.Max(_options.JournalFileBytes,
            (long)JournalFileHeader.Bytes + (2 * JournalFrameHeader.Bytes) + bodyLength);
        SpareFile? spare = _spares.Take(needed);
        if (spare is not null)
            _files.Rename(spare.Path, path);
        IFile file = spare?.File ?? _files.Create(path);
        _nextNumber++;
        if (Current is { IsDirty: true } last)
        {
            lock (_sealedFilesGate)
                _dirtySealed.Add(last);
        }

        _directoryIsDirty = true;
        JournalFile next = new(number, NewSalt(), file, spare?.Length ?? needed, isGrowing: spare is null);
        Current = next;
        lock (_gate)
            _live.Add(number, next);
        _spares.Replenish();
        return next;
    }

    /// <summary>By the writer: after it, everything written so far is durable.</summary>
    public void Sync()
    {
        lock (_sealedFilesGate)
        {
            foreach (JournalFile file in _dirtySealed)
                SyncFile(file);
            _dirtySealed.Clear();
        }

        if (Current is not null)
            SyncFile(Current);
        if (_directoryIsDirty)
            _files.SyncDirectory(Directory);
        _directoryIsDirty = false;
    }

    /// <summary>
    /// Frees the sealed files whose frames all lie at or below their streams' checkpoints. Returns true when the
    /// catalog alone holds one back.
    /// </summary>
    public bool Free(ShardStream[] streams)
    {
        lock (_sealedFilesGate)
        {
            List<JournalFile> unneeded = [];
            bool catalogHoldsOne = false;
            lock (_gate)
            {
                foreach (JournalFile file in _live.Values)
                {
                    if (file == Current || file.IsEvidence)
                        continue;
                    bool shardsNeedIt = IsNeeded(file, streams, 0, ShardTable.Catalog);
                    bool catalogNeedsIt = IsNeeded(file, streams, ShardTable.Catalog, ShardTable.Count);
                    catalogHoldsOne |= catalogNeedsIt && !shardsNeedIt;
                    if (!shardsNeedIt && !catalogNeedsIt)
                        unneeded.Add(file);
                }

                foreach (JournalFile file in unneeded)
                    _live.Remove(file.Number);
            }

            FreeFiles(unneeded);
            _spares.Trim();
            return catalogHoldsOne;
        }
    }

    public void Dispose()
    {
        _spares.Dispose();
        lock (_gate)
        {
            foreach (JournalFile file in _live.Values)
                file.File.Dispose();
            _live.Clear();
        }
    }

    private static bool IsNeeded(JournalFile file, ShardStream[] streams, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            if (file.LastLsns[i] > streams[i].CheckpointLsn)
                return true;
        }

        return false;
    }

    private void FreeFiles(List<JournalFile> unneeded)
    {
        List<SpareFile> spares = [];
        foreach (JournalFile file in unneeded)
        {
            // Not for its contents: a name that comes back after power loss must not come back with holes.
            if (file.IsDirty)
                SyncFile(file);
            _dirtySealed.Remove(file);
            string path = JournalFile.PathOf(file.Number);
            if (_spares.HasUseFor(file.File.Length, spares.Count))
            {
                string sparePath = _spares.NewPath();
                _files.Rename(path, sparePath);
                spares.Add(new SpareFile(sparePath, file.File, file.File.Length));
            }
            else
            {
                _files.Delete(path);
                file.File.Dispose();
            }
        }

        if (unneeded.Count == 0)
            return;
        _files.SyncDirectory(Directory);
        foreach (SpareFile spare in spares)
            _spares.Add(spare);
    }

    private static void SyncFile(JournalFile file)
    {
        if (!file.IsDirty)
            return;
        file.File.SyncData();
        file.IsDirty = false;
    }

    /// <summary>Random as the system gives it, for nobody may write a payload that looks like a frame.</summary>
    private static uint NewSalt() => unchecked((uint)Guid.NewGuid().GetHashCode());
}
