namespace Weir.Storage.Memory;

/// <summary>
/// A storage engine without a disk: for tests, with faults on request, and for brokers whose data may go with the
/// process. It keeps the seam's promises otherwise; <see cref="Crash"/> stands for the end of the process.
/// </summary>
public sealed class MemoryEngine : IStorageEngine
{
    private readonly MemoryStore _store;
    private readonly MemoryOwnership _ownership;
    private readonly MemoryCatalog _catalog;
    private readonly TaskCompletionSource<StorageFailedException> _failed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MemoryEngine(MemoryEngineFaults? faults = null)
        : this(new MemoryStore(), faults)
    {
    }

    private MemoryEngine(MemoryStore store, MemoryEngineFaults? faults)
    {
        _store = store;
        Faults = faults ?? new MemoryEngineFaults();
        _ownership = new MemoryOwnership(store, Faults);
        _catalog = new MemoryCatalog(store);
        Journal = new MemoryJournal(store, Faults, Fail);
        Manifest = new MemoryManifest(store, Faults);
        Blobs = new MemoryBlobStore(store);
    }

    public MemoryEngineFaults Faults { get; }

    public IOwnership Ownership => _ownership;

    public IJournal Journal { get; }

    public IManifest Manifest { get; }

    public IBlobStore Blobs { get; }

    public ICatalog Catalog => _catalog;

    public Task<StorageFailedException> Failed => _failed.Task;

    public long FreeBytes => Faults.FreeBytes;

    /// <summary>
    /// Ends this engine as a crash would, and returns one with what survived and no faults. From now on the old one
    /// answers Unknown, also to what is held.
    /// </summary>
    public MemoryEngine Crash()
    {
        MemoryStore survivor = _store.Crash(Faults.LosesUnsyncedOnCrash);
        Close();
        return new MemoryEngine(survivor, null);
    }

    public ValueTask DisposeAsync()
    {
        lock (_store.Gate)
            _store.IsClosed = true;
        Close();
        return ValueTask.CompletedTask;
    }

    private void Close()
    {
        Faults.Release();
        _ownership.Close();
        _catalog.Close();
    }

    private void Fail(string message)
    {
        lock (_store.Gate)
            _store.HasFailed = true;
        _failed.TrySetResult(new StorageFailedException(message));
    }
}
