using System.Buffers;
using Weir.Storage.Catalogs;
using Weir.Storage.Embedded.Journal;
using Weir.Storage.Files;
using Weir.Storage.Watching;

namespace Weir.Storage.Embedded;

/// <summary>
/// The catalog: a table in memory, a stream of its own in the journal, and a snapshot file. One append is in flight;
/// the puts that arrive meanwhile are checked in order, each against the table and the ones before it, and become the
/// next frame. A frame holds the new entries, so replay needs no checks.
/// </summary>
internal sealed class EmbeddedCatalog : ICatalog
{
    private readonly IFileSystem _files;
    private readonly EmbeddedJournal _journal;
    private readonly ShardStream _stream;
    private readonly EmbeddedOptions _options;
    private readonly Action<Exception> _fail;
    private readonly CatalogTable _table = new();
    private readonly Broadcast<CatalogEntry> _changes = new();
    private readonly Lock _gate = new();
    private List<PendingPut> _waiting = [];
    private Task _running = Task.CompletedTask;
    private bool _isRunning;
    private bool _isClosed;
    private volatile bool _snapshotWanted;
    private long _lsn;
    private long _bytesSinceSnapshot;
    private long _snapshotBytes;

    /// <summary>Reads the frames above the snapshot, whose entries the caller has read.</summary>
    public EmbeddedCatalog(
        IFileSystem files,
        EmbeddedJournal journal,
        ShardStream stream,
        EmbeddedOptions options,
        List<CatalogEntry> snapshot,
        Action<Exception> fail)
    {
        _files = files;
        _journal = journal;
        _stream = stream;
        _options = options;
        _fail = fail;
        _lsn = stream.CheckpointLsn;
        snapshot.ForEach(_table.Apply);
        foreach (JournalFrame frame in journal.Read(stream, stream.Epoch, _lsn + 1))
        {
            CatalogCodec.Decode(frame.Body, $"Frame {frame.Lsn} of the catalog").ForEach(_table.Apply);
            _bytesSinceSnapshot += frame.Body.Length;
            _lsn = frame.Lsn;
        }
    }

    public ValueTask<CatalogEntry?> GetAsync(string key, CancellationToken cancel)
    {
        lock (_gate)
            return new ValueTask<CatalogEntry?>(_table.Get(key));
    }

    public ValueTask<IReadOnlyList<CatalogEntry>> ListAsync(string prefix, CancellationToken cancel)
    {
        lock (_gate)
            return new ValueTask<IReadOnlyList<CatalogEntry>>(_table.List(prefix));
    }

    public ValueTask<bool> PutAsync(IReadOnlyList<CatalogChange> changes, CancellationToken cancel)
    {
        CatalogTable.Validate(changes);
        cancel.ThrowIfCancellationRequested();
        PendingPut put = new(changes);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _waiting.Add(put);
            if (!_isRunning)
            {
                _isRunning = true;
                _running = RunAsync();
            }
        }

        return new ValueTask<bool>(put.Result.Task);
    }

    public IAsyncEnumerable<CatalogEntry> WatchAsync(CancellationToken cancel)
    {
        lock (_gate)
            return _changes.Subscribe([], cancel);
    }

    /// <summary>The catalog's frames keep a journal file from being freed: write a snapshot soon.</summary>
    public void RequestSnapshot()
    {
        lock (_gate)
        {
            _snapshotWanted = true;
            if (_isRunning || _isClosed)
                return;
            _isRunning = true;
            _running = RunAsync();
        }
    }

    /// <summary>Finishes the puts that wait, writes a snapshot if one is worth it, and takes no more.</summary>
    public async Task CloseAsync(bool withSnapshot)
    {
        Task running;
        lock (_gate)
        {
            _isClosed = true;
            running = _running;
        }

        await running;
        if (withSnapshot && _bytesSinceSnapshot > 0)
            WriteSnapshot();
        _changes.Complete();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        while (true)
        {
            List<PendingPut> batch;
            lock (_gate)
            {
                if (_waiting.Count == 0 && !_snapshotWanted)
                {
                    _isRunning = false;
                    return;
                }

                batch = _waiting;
                _waiting = [];
            }

            await CommitAsync(batch);
            if (_snapshotWanted || _bytesSinceSnapshot > Math.Max(_options.CatalogSnapshotBytes, _snapshotBytes))
                WriteSnapshot();
        }
    }

    private async Task CommitAsync(List<PendingPut> batch)
    {
        List<CatalogEntry> entries = Plan(batch);
        Commit commit = Commit.Done;
        if (entries.Count > 0)
        {
            byte[] body = CatalogCodec.Encode(entries);
            commit = await _journal.Append(_stream, _stream.Epoch, _lsn + 1, new ReadOnlySequence<byte>(body),
                wantsSync: true);

            // The continuation runs on the journal's writer thread: leave it.
            await Task.Yield();
            if (commit == Commit.Done)
            {
                _lsn++;
                _bytesSinceSnapshot += body.Length;
                Publish(entries);
            }
        }

        foreach (PendingPut put in batch)
        {
            if (commit == Commit.Done || !put.IsAccepted)
                put.Result.SetResult(put.IsAccepted);
            else
                put.Result.SetException(
                    new StorageFailedException("Nobody knows whether the catalog change was stored."));
        }
    }

    private List<CatalogEntry> Plan(List<PendingPut> batch)
    {
        Dictionary<string, CatalogEntry> pending = new(StringComparer.Ordinal);
        List<CatalogEntry> entries = [];
        lock (_gate)
        {
            foreach (PendingPut put in batch)
            {
                put.IsAccepted = _table.TryPlan(put.Changes, pending, out List<CatalogEntry>? planned);
                if (planned is null)
                    continue;
                entries.AddRange(planned);
                foreach (CatalogEntry entry in planned)
                    pending[entry.Key] = entry;
            }
        }

        return entries;
    }

    private void Publish(List<CatalogEntry> entries)
    {
        lock (_gate)
        {
            foreach (CatalogEntry entry in entries)
            {
                _table.Apply(entry);
                _changes.Publish(entry);
            }
        }
    }

    private void WriteSnapshot()
    {
        _snapshotWanted = false;
        if (_lsn == _stream.CheckpointLsn)
            return;
        try
        {
            IReadOnlyList<CatalogEntry> entries;
            lock (_gate)
                entries = _table.List("");
            if (!TryPrepare(entries)) return;
            CatalogSnapshot.Replace(_files);
            _bytesSinceSnapshot = 0;
            _stream.SetCheckpoint(_lsn);
        }
        catch (Exception e)
        {
            _fail(e);
        }
    }

    /// <summary>False on a full disk: the journal keeps what the snapshot would, and the next put asks again.</summary>
    private bool TryPrepare(IReadOnlyList<CatalogEntry> entries)
    {
        try
        {
            _snapshotBytes = CatalogSnapshot.Prepare(_files, _lsn, entries);
            return true;
        }
        catch (DiskFullException)
        {
            return false;
        }
    }
}
