using Microsoft.Win32.SafeHandles;
using Weir.Storage.Files;

namespace Weir.Inspection;

/// <summary>A file that is only read, and that others may write, rename and delete meanwhile.</summary>
internal sealed class ReadOnlyFile(SafeFileHandle handle) : IFile
{
    public long Length => RandomAccess.GetLength(handle);

    public static ReadOnlyFile Open(string path) =>
        new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

    public int Read(Span<byte> destination, long offset) => RandomAccess.Read(handle, destination, offset);

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset) => throw ReadOnlyFileSystem.Refusal();

    public void SetLength(long length) => throw ReadOnlyFileSystem.Refusal();

    public void WriteBack(long offset, long bytes, bool wait) => throw ReadOnlyFileSystem.Refusal();

    public void SyncData() => throw ReadOnlyFileSystem.Refusal();

    public void Dispose() => handle.Dispose();
}
