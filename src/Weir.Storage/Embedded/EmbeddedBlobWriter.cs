using Weir.Storage.Files;

namespace Weir.Storage.Embedded;

/// <summary>
/// Writes a blob to a temporary name; completing gives it its own. Those completed together are all on their way to the
/// disk before the first is waited for, so that one transaction of the file system holds them, and their directories
/// are synced once.
/// </summary>
internal sealed class EmbeddedBlobWriter(
    IFileSystem files, string directory, string temporary, string path, IFile file, Action<Exception> fail)
        : IBlobWriter
{
    /// <summary>Bytes sent to the disk at a time, and how many of them may be on their way.</summary>
    private const int WriteBackBytes = 1 << 20;
    private const int OnTheirWayMax = 4 * WriteBackBytes;

    private long _position;
    private long _sentBackUpTo;
    private bool _isRenamed;
    private bool _isComplete;
    private bool _isDisposed;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_isDisposed || _isComplete, this);
        if (!bytes.IsEmpty)
            file.Write(bytes, _position);
        _position += bytes.Length;
        if (_position - _sentBackUpTo >= WriteBackBytes) WriteBack();
        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteAsync(CancellationToken cancel) => CompleteAsync([this], cancel);

    /// <summary>Completes writers of one store.</summary>
    internal static async ValueTask CompleteAsync(IReadOnlyList<EmbeddedBlobWriter> writers, CancellationToken cancel)
    {
        foreach (EmbeddedBlobWriter writer in writers)
            ObjectDisposedException.ThrowIf(writer._isDisposed || writer._isComplete, writer);
        await Task.Yield();
        cancel.ThrowIfCancellationRequested();
        if (writers.Count > 1)
            foreach (EmbeddedBlobWriter writer in writers) writer.WriteBack();
        foreach (EmbeddedBlobWriter writer in writers) writer.SyncData();
        foreach (EmbeddedBlobWriter writer in writers) writer.Rename();
        foreach (EmbeddedBlobWriter first in writers.DistinctBy(static w => w.Directory)) first.SyncDirectory();
        foreach (EmbeddedBlobWriter writer in writers) writer._isComplete = true;
    }

    private string Directory => directory;

    private void SyncData() => Try(file.SyncData);

    private void Rename() => Try(() =>
    {
        files.Rename(temporary, path);
        _isRenamed = true;
    });

    private void SyncDirectory() => Try(() => files.SyncDirectory(directory));

    private void WriteBack() => Try(() =>
    {
        file.WriteBack(_sentBackUpTo, _position - _sentBackUpTo, wait: false);
        long from = _sentBackUpTo - OnTheirWayMax;
        if (from >= 0) file.WriteBack(from, WriteBackBytes, wait: true);
        _sentBackUpTo = _position;
    });

    private void Try(Action step)
    {
        try
        {
            step();
        }
        catch (IOException e) when (e is not DiskFullException)
        {
            fail(e);
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return ValueTask.CompletedTask;
        _isDisposed = true;
        file.Dispose();
        if (!_isRenamed)
            files.Delete(temporary);
        return ValueTask.CompletedTask;
    }
}
