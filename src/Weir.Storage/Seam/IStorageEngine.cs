namespace Weir.Storage;

/// <summary>
/// The seam between the broker's log and what keeps it: files on one machine, or PostgreSQL and objects. Nothing above
/// keeps durable state elsewhere, and nothing here hands out a path or a file handle. One contract suite
/// (tests/Weir.Storage.Tests/Contract) holds every engine to the same behaviour.
/// </summary>
public interface IStorageEngine : IAsyncDisposable
{
    IOwnership Ownership { get; }
    IJournal Journal { get; }
    IManifest Manifest { get; }
    IBlobStore Blobs { get; }
    ICatalog Catalog { get; }

    /// <summary>
    /// Completes when the engine can no longer keep its promises (a failed fsync, a lost database); the process must
    /// end with the exception's message. Never completes otherwise.
    /// </summary>
    Task<StorageFailedException> Failed { get; }

    /// <summary>Bytes that may still be stored; <see cref="long.MaxValue"/> where there is no telling.</summary>
    long FreeBytes => long.MaxValue;

    /// <summary>True while appends wait because there is no room left at all.</summary>
    bool IsWaitingForRoom => false;

    /// <summary>From now on nothing waits for room: the engine fails where it would.</summary>
    void StopWaitingForRoom()
    {
    }
}
