using Weir.Storage.Embedded.Journal;
using Weir.Storage.Files;

namespace Weir.Storage.Embedded;

/// <summary>
/// The storage engine on one machine's files: a journal that all shards share, a manifest file a shard, blobs as files,
/// and a catalog on the journal. One process owns the whole directory. See docs/dev/storage-format.md for the bytes.
/// </summary>
public sealed class EmbeddedEngine : IStorageEngine
{
    private readonly IFileSystem _files;
    private readonly IDisposable _directoryLock;
    private readonly EpochFile _epochs;
    private readonly JournalFiles _journalFiles;
    private readonly JournalWriter _writer;
    private readonly RoomWait _room;
    private readonly EmbeddedOwnership _ownership;
    private readonly EmbeddedManifest _manifest;
    private readonly EmbeddedCatalog _catalog;
    private readonly TaskCompletionSource<StorageFailedException> _failed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _isDisposed;

    private EmbeddedEngine(IFileSystem files, EmbeddedOptions options, IDisposable directoryLock, EpochFile epochs)
    {
        _files = files;
        _directoryLock = directoryLock;
        _epochs = epochs;
        int epoch = epochs.Next();
        ShardStream[] streams = [.. Enumerable.Range(0, ShardTable.Count).Select(static i => new ShardStream(i))];
        (long catalogLsn, List<CatalogEntry> catalogEntries) =
            CatalogSnapshot.ReadEither(files, out DamagedDataException? catalogDamage);
        CatalogSnapshot.Restore(files, catalogDamage is not null);
        streams[ShardTable.Catalog].SetCheckpoint(catalogLsn);
        streams[ShardTable.Catalog].SetEpoch(epoch);
        _manifest = new EmbeddedManifest(files, streams, Fail);
        RecoveredJournal recovered = new JournalRecovery(files, streams).Run();
        _journalFiles = new JournalFiles(files, options, recovered.Files, recovered.NextFileNumber);
        _room = new RoomWait(options.WaitsForRoom, isThreadItsOwn: options.Work is null);
        _writer = new JournalWriter(_journalFiles, recovered.NextSequence, _room, Fail, options);
        EmbeddedJournal journal = new(streams, _journalFiles, _writer, files.Description);
        Journal = journal;
        Damages =
        [
            .. catalogDamage is null
                ? Array.Empty<string>() : [$"{catalogDamage.Message} Its copy was put in its place."],
            .. _manifest.Damages.Select(static e => e.Message),
            .. recovered.Damages.Select(static d => d.ToString()),
        ];
        _ownership = new EmbeddedOwnership(streams, _manifest.Gates, epochs, epoch, options.OwnerName);
        _catalog = new EmbeddedCatalog(files, journal, streams[ShardTable.Catalog], options, catalogEntries, Fail);
        _manifest.OnCheckpoint(() =>
        {
            if (_journalFiles.Free(streams))
                _catalog.RequestSnapshot();
        });
        Blobs = new EmbeddedBlobStore(files, Fail);
        _writer.Start();
    }

    public IOwnership Ownership => _ownership;

    public IJournal Journal { get; }

    public IManifest Manifest => _manifest;

    public IBlobStore Blobs { get; }

    public ICatalog Catalog => _catalog;

    public Task<StorageFailedException> Failed => _failed.Task;

    public long FreeBytes => _files.FreeBytes;

    public bool IsWaitingForRoom => _room.IsWaiting;

    public void StopWaitingForRoom() => _room.End();

    /// <summary>What opening found damaged, one sentence each; the shards concerned throw when replayed.</summary>
    public IReadOnlyList<string> Damages { get; }

    /// <summary>
    /// Opens a data directory, or makes an empty one into one. Throws <see cref="StorageFailedException"/> when another
    /// process has it or its format is unknown, and <see cref="DamagedDataException"/> when what all shards need (the
    /// catalog, the epoch) is damaged.
    /// </summary>
    public static async ValueTask<EmbeddedEngine> OpenAsync(
        IFileSystem files, EmbeddedOptions options, CancellationToken cancel)
    {
        options.Validate();
        await Task.Yield();
        cancel.ThrowIfCancellationRequested();
        IDisposable directoryLock = DataDirectory.Lock(files);
        EpochFile? epochs = null;
        try
        {
            DataDirectory.CheckFormat(files);
            bool isNew = !files.ListDirectories("").Contains(EmbeddedBlobStore.Root);
            foreach (
                string directory in (string[])[JournalFiles.Directory, ManifestFile.Directory, EmbeddedBlobStore.Root])
                files.CreateDirectory(directory);
            if (isNew)
                files.SyncDirectory("");
            epochs = new EpochFile(files);
            return new EmbeddedEngine(files, options, directoryLock, epochs);
        }
        catch (Exception e)
        {
            epochs?.Dispose();
            directoryLock.Dispose();
            if (e is IOException or UnauthorizedAccessException)
                throw new StorageFailedException(
                    $"The data directory {files.Description} cannot be opened: {e.Message}", e);
            throw;
        }
    }

    /// <summary>Finishes what is in flight, makes it durable and releases the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        bool isHealthy = !Failed.IsCompleted;
        await _catalog.CloseAsync(withSnapshot: isHealthy);
        _manifest.Stop();
        foreach (SemaphoreSlim gate in _manifest.Gates)
            await gate.WaitAsync();
        await _writer.DisposeAsync();
        _ownership.Close();
        _journalFiles.Dispose();
        _epochs.Dispose();
        _directoryLock.Dispose();
        foreach (SemaphoreSlim gate in _manifest.Gates)
            gate.Release();
    }

    private void Fail(Exception e)
    {
        _writer?.StopAcknowledging();
        _manifest?.Stop();
        string message = e is DiskFullException
            ? $"The disk of the data directory {_files.Description} is full: nothing more is stored; free "
                + $"space, then start weir again."
            : $"Writing to the data directory {_files.Description} failed ({e.Message}): nothing more is acknowledged; "
                + "check the disk, then start weir again.";
        _failed.TrySetResult(new StorageFailedException(message, e));
    }
}
