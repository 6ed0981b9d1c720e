using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Weir.Storage.Files;

/// <summary>The Linux calls that .NET does not expose, or exposes as something dearer.</summary>
internal static partial class Libc
{
    // open(2), flock(2): values of the Linux generic ABI (x64, arm64, riscv64).
    public const int ReadWriteCreate = 0x2 | 0x40 | CloseOnExec;
    public const int ReadOnly = 0x0 | CloseOnExec;
    public const int LockExclusiveNonBlocking = 2 | 4;
    public const int NoSpace = 28;
    public const int QuotaExceeded = 122;

    // sync_file_range(2).
    private const uint WaitBefore = 1;
    private const uint StartWrite = 2;
    private const uint WaitAfter = 4;

    private const int CloseOnExec = 0x80000;
    private const int Interrupted = 4;
    private const int InvalidArgument = 22;
    private const int IllegalSeek = 29;
    private const int NoSystemCall = 38;

    /// <summary>fdatasync(2): unlike fsync it writes no inode when only times changed, which halves the cost.</summary>
    public static void SyncData(SafeFileHandle handle)
    {
        if (Fdatasync(handle) != 0)
            throw Error("fdatasync");
    }

    /// <summary>sync_file_range(2). File systems that do not know it write when they are synced.</summary>
    public static void WriteBack(SafeFileHandle handle, long offset, long bytes, bool wait)
    {
        uint flags = wait ? WaitBefore | StartWrite | WaitAfter : StartWrite;
        if (SyncFileRange(handle, offset, bytes, flags) == 0) return;
        int errno = Marshal.GetLastPInvokeError();
        if (errno is not (NoSystemCall or IllegalSeek or InvalidArgument)) throw Error("sync_file_range", errno);
    }

    public static void SyncDirectory(string path)
    {
        using SafeFileHandle handle = OpenFile(path, ReadOnly);
        if (Fsync(handle) != 0)
            throw Error($"fsync of directory {path}");
    }

    public static SafeFileHandle OpenFile(string path, int flags)
    {
        while (true)
        {
            SafeFileHandle handle = Open(path, flags, 0x1A4 /* rw-r--r-- */);
            if (!handle.IsInvalid)
                return handle;
            int errno = Marshal.GetLastPInvokeError();
            handle.Dispose();
            if (errno != Interrupted)
                throw Error($"open of {path}", errno);
        }
    }

    public static bool TryLock(SafeFileHandle handle) => Flock(handle, LockExclusiveNonBlocking) == 0;

    private static IOException Error(string what) => Error(what, Marshal.GetLastPInvokeError());

    private static IOException Error(string what, int errno)
    {
        string message = $"{what} failed: {Marshal.GetPInvokeErrorMessage(errno)}";
        return errno is NoSpace or QuotaExceeded ? new DiskFullException(message) : new IOException(message, errno);
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int Fdatasync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    private static partial int SyncFileRange(SafeFileHandle handle, long offset, long bytes, uint flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle handle, int operation);

    // open is variadic; on the Linux ABIs .NET runs on, an integer argument is passed the same way.
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags, int mode);
}
