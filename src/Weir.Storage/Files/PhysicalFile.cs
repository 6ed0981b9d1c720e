using Microsoft.Win32.SafeHandles;

namespace Weir.Storage.Files;

/// <summary>A file of the operating system.</summary>
internal sealed class PhysicalFile(SafeFileHandle handle) : IFile
{
    public long Length => RandomAccess.GetLength(handle);

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset)
    {
        try
        {
            if (buffers.Count == 1)
                RandomAccess.Write(handle, buffers[0].Span, offset);
            else
                RandomAccess.Write(handle, buffers, offset);
        }
        catch (IOException e) when (IsDiskFull(e))
        {
            throw new DiskFullException(e.Message, e);
        }
    }

    public int Read(Span<byte> destination, long offset) => RandomAccess.Read(handle, destination, offset);

    public void SetLength(long length) => RandomAccess.SetLength(handle, length);

    public void WriteBack(long offset, long bytes, bool wait)
    {
        if (OperatingSystem.IsLinux()) Libc.WriteBack(handle, offset, bytes, wait);
    }

    public void SyncData()
    {
        if (OperatingSystem.IsLinux())
            Libc.SyncData(handle);
        else
            RandomAccess.FlushToDisk(handle);
    }

    public void Dispose() => handle.Dispose();

    /// <summary>The runtime passes errno through on Unix and an HRESULT with the Win32 code on Windows.</summary>
    public static bool IsDiskFull(IOException e) =>
        e.HResult is Libc.NoSpace or Libc.QuotaExceeded or unchecked((int)0x80070070) or unchecked((int)0x80070027);
}
