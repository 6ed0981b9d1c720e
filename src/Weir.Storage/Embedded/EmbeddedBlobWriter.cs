using Weir.Storage.Files;

namespace Weir.Storage.Embedded;

/// <summary>Writes a blob to a temporary name; completing gives it its own.</summary>
internal sealed class EmbeddedBlobWriter(
    IFileSystem files, string directory, string temporary, string path, IFile file, Action<Exception> fail)
        : IBlobWriter
{
    private long _position;
    private bool _isComplete;
    private bool _isDisposed;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_isDisposed || _isComplete, this);
        if (!bytes.IsEmpty)
            file.Write(bytes, _position);
        _position += bytes.Length;
        return ValueTask.CompletedTask;
    }

    public async ValueTask CompleteAsync(CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_isDisposed || _isComplete, this);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
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
