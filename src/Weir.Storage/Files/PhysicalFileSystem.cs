using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Weir.Storage.Files;

/// <summary>
/// A directory of the operating system. On Linux it calls fdatasync and flock itself; elsewhere it falls back to what
/// .NET offers (there, names become durable when the system likes).
/// </summary>
public sealed class PhysicalFileSystem : IFileSystem
{
    private readonly string _root;

    /// <summary>Creates the directory when it is not there.</summary>
    public PhysicalFileSystem(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        _root = Path.GetFullPath(root);
        Directory.CreateDirectory(_root);
    }

    public string Description => _root;

    public long FreeBytes
    {
        get
        {
            try
            {
                return new DriveInfo(_root).AvailableFreeSpace;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // A file system that does not say.
                return long.MaxValue;
            }
        }
    }

    public IFile Open(string path) => OpenHandle(path, FileMode.Open);

    public IFile Create(string path) => OpenHandle(path, FileMode.Create);

    public bool Exists(string path) => File.Exists(Full(path));

    public void Rename(string from, string to) => File.Move(Full(from), Full(to), overwrite: true);

    public void Delete(string path) => File.Delete(Full(path));

    public void CreateDirectory(string path) => Directory.CreateDirectory(Full(path));

    public IReadOnlyList<string> ListFiles(string directory) =>
        [.. Directory.EnumerateFiles(Full(directory)).Select(static path => Path.GetFileName(path))];

    public IReadOnlyList<string> ListDirectories(string directory) =>
        [.. Directory.EnumerateDirectories(Full(directory)).Select(static path => Path.GetFileName(path))];

    public void SyncDirectory(string path)
    {
        if (OperatingSystem.IsLinux())
            Libc.SyncDirectory(Full(path));
    }

    public IDisposable? TryLock(string path, string owner, out string heldBy)
    {
        SafeFileHandle? handle = OperatingSystem.IsLinux() ? LockWithFlock(Full(path)) : LockWithShareMode(Full(path));
        if (handle is null)
        {
            heldBy = OwnerIn(Full(path));
            return null;
        }

        RandomAccess.SetLength(handle, 0);
        RandomAccess.Write(handle, Encoding.UTF8.GetBytes(owner), 0);
        heldBy = owner;
        return new HeldLock(handle);
    }

    // The runtime's own lock would also keep others from reading who holds it.
    private static SafeFileHandle? LockWithFlock(string path)
    {
        SafeFileHandle handle = Libc.OpenFile(path, Libc.ReadWriteCreate);
        if (Libc.TryLock(handle))
            return handle;
        handle.Dispose();
        return null;
    }

    private static SafeFileHandle? LockWithShareMode(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>
    /// Who holds, or held, a lock: the text of its file, read without touching the lock; "unknown" when there is none.
    /// </summary>
    internal static string OwnerIn(string path)
    {
        try
        {
            using SafeFileHandle handle = OperatingSystem.IsLinux()
                ? Libc.OpenFile(path, Libc.ReadOnly)
                : File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            byte[] text = new byte[200];
            int length = RandomAccess.Read(handle, text, 0);
            return length == 0 ? "unknown" : Encoding.UTF8.GetString(text, 0, length);
        }
        catch (IOException)
        {
            return "unknown";
        }
    }

    private PhysicalFile OpenHandle(string path, FileMode mode)
    {
        try
        {
            return new PhysicalFile(
                File.OpenHandle(Full(path), mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (IOException e) when (PhysicalFile.IsDiskFull(e))
        {
            throw new DiskFullException(e.Message, e);
        }
    }

    private string Full(string path) => path.Length == 0 ? _root : Path.Combine(_root, path);

    /// <summary>A lock; nobody is named in its file once it is let go.</summary>
    private sealed class HeldLock(SafeFileHandle handle) : IDisposable
    {
        public void Dispose()
        {
            if (handle.IsClosed) return;
            RandomAccess.SetLength(handle, 0);
            handle.Dispose();
        }
    }
}
