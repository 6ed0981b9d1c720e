using Weir.Storage.Files;

namespace Weir.Storage.Embedded;

/// <summary>Writes a blob to a temporary name; completing gives it its own.</summary>
internal sealed class EmbeddedBlobWriter(
    IFileSystem files, string directory, string temporary, string path, IFile file, Action<Exception> fail)
        : IBlobWriter
{
    /// <summary>Bytes sent to the disk at a time, and how many of them may be on their way.</summary>
    private const int WriteBackBytes = 1 << 20;
    private const int OnTheirWayMax = 4 * WriteBackBytes;

    private long _position;
    private long _sentBackUpTo;
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

    public async ValueTask CompleteAsync(CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_isDisposed || _isComplete, this);
        await Task.Yield();
        cancel.ThrowIfCancellationRequested();
        try
        {
            file.SyncData();
            files.Rename(temporary, path);
            files.SyncDirectory(directory);
        }
        catch (IOException e) when (e is not DiskFullException)
        {
            fail(e);
            throw;
        }

        _isComplete = true;
    }

    private void WriteBack()
    {
        try
        {
            file.WriteBack(_sentBackUpTo, _position - _sentBackUpTo, wait: false);
            long from = _sentBackUpTo - OnTheirWayMax;
            if (from >= 0) file.WriteBack(from, WriteBackBytes, wait: true);
            _sentBackUpTo = _position;
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
        if (!_isComplete)
            files.Delete(temporary);
        return ValueTask.CompletedTask;
    }
}
