using Weir.Storage.Files;

namespace Weir.Testing.Files;

/// <summary>
/// Files in memory that behave as badly as real ones may. The fault model:
/// <list type="bullet">
/// <item>Power loss (<see cref="CrashImage"/>) keeps of the writes since a file's last successful sync any subset of
/// 512-byte sectors, each as it was at the sync or as it is now. A length that was not synced may be the old one, the
/// new one, or any in between, and what it covers reads as zeros where no sector was kept.</item>
/// <item>Creations, renames and deletions are durable, in order, after the directory's sync; power loss keeps any
/// prefix of those since. Directories themselves are durable at once.</item>
/// <item>A failed write has written any part of itself. A failed sync throws once, and what was dirty then counts as
/// clean: later syncs of the file succeed and power loss keeps any subset of it.</item>
/// <item>A full disk fails the write that would exceed <see cref="CapacityBytes"/>, after any part of it.</item>
/// <item>Reads may be short (<see cref="HasShortReads"/>); bits may flip (<see cref="FlipBit"/>).</item>
/// </list>
/// Everything random comes from the seed and the order of operations. Thread-safe.
/// </summary>
public sealed class FaultyFileSystem : IFileSystem
{
    private readonly Dictionary<string, FaultyDirectory> _directories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _locks = new(StringComparer.Ordinal);

    public FaultyFileSystem(int seed)
    {
        Random = new Random(seed);
        _directories.Add("", new FaultyDirectory());
    }

    public string Description => "faulty";

    /// <summary>Called before each operation that changes something, with the whole system locked.</summary>
    public Action<FileOperation>? BeforeOperation { get; set; }

    /// <summary>Decides whether an operation fails; asked after <see cref="BeforeOperation"/>.</summary>
    public Func<FileOperation, bool>? Fails { get; set; }

    public long CapacityBytes { get; set; } = long.MaxValue;

    public long FreeBytes
    {
        get
        {
            lock (Gate)
                return CapacityBytes - UsedBytes();
        }
    }

    public bool HasShortReads { get; set; }

    /// <summary>Operations so far.</summary>
    public int Operations { get; private set; }

    internal Lock Gate { get; } = new();

    internal Random Random { get; }

    public IFile Open(string path)
    {
        lock (Gate)
        {
            FaultyContent content = Find(path) ?? throw new FileNotFoundException($"There is no {path}.", path);
            return new FaultyFile(this, path, content);
        }
    }

    public IFile Create(string path)
    {
        lock (Gate)
        {
            Enter(FileOperationKind.Create, path);
            FaultyContent content = new();
            (FaultyDirectory directory, string name) = Place(path);
            directory.Change(names => names[name] = content);
            return new FaultyFile(this, path, content);
        }
    }

    public bool Exists(string path)
    {
        lock (Gate)
            return Find(path) is not null;
    }

    public void Rename(string from, string to)
    {
        lock (Gate)
        {
            Enter(FileOperationKind.Rename, from);
            (FaultyDirectory directory, string oldName) = Place(from);
            (FaultyDirectory target, string newName) = Place(to);
            if (directory != target)
                throw new NotSupportedException("Renames stay in their directory.");
            FaultyContent content = Find(from) ?? throw new FileNotFoundException($"There is no {from}.", from);
            directory.Change(names =>
            {
                names.Remove(oldName);
                names[newName] = content;
            });
        }
    }

    public void Delete(string path)
    {
        lock (Gate)
        {
            Enter(FileOperationKind.Delete, path);
            (FaultyDirectory directory, string name) = Place(path);
            directory.Change(names => names.Remove(name));
        }
    }

    public void CreateDirectory(string path)
    {
        lock (Gate)
            _directories.TryAdd(path, new FaultyDirectory());
    }

    public IReadOnlyList<string> ListFiles(string directory)
    {
        lock (Gate)
            return [.. _directories[directory].Names.Keys];
    }

    public IReadOnlyList<string> ListDirectories(string directory)
    {
        lock (Gate)
        {
            string prefix = directory.Length == 0 ? "" : directory + "/";
            return [.. _directories.Keys
                .Where(path => path.Length > prefix.Length && path.StartsWith(prefix, StringComparison.Ordinal))
                .Select(path => path[prefix.Length..])
                .Where(static name => !name.Contains('/', StringComparison.Ordinal))];
        }
    }

    public void SyncDirectory(string path)
    {
        lock (Gate)
        {
            Enter(FileOperationKind.SyncDirectory, path);
            _directories[path].Sync();
        }
    }

    public IDisposable? TryLock(string path, string owner, out string heldBy)
    {
        lock (Gate)
        {
            if (!_locks.TryAdd(path, owner))
            {
                heldBy = _locks[path];
                return null;
            }

            heldBy = owner;
            return new Unlocker(this, path);
        }
    }

    /// <summary>
    /// What a power loss now would leave, drawn with the given seed; a system of its own without faults.
    /// </summary>
    public FaultyFileSystem CrashImage(int seed, CrashKeeps keeps = CrashKeeps.Anything)
    {
        lock (Gate)
        {
            FaultyFileSystem image = new(seed);
            Dictionary<FaultyContent, FaultyContent> copies = [];
            foreach ((string path, FaultyDirectory directory) in _directories)
                image._directories[path] = directory.Crash(image.Random, keeps, copies);
            return image;
        }
    }

    /// <summary>This moment, to draw several crash images from later.</summary>
    public FaultyFileSystem CrashCopy()
    {
        lock (Gate)
        {
            FaultyFileSystem copy = new(0);
            Dictionary<FaultyContent, FaultyContent> copies = [];
            foreach ((string path, FaultyDirectory directory) in _directories)
                copy._directories[path] = directory.Copy(copies);
            return copy;
        }
    }

    /// <summary>Flips a bit, in what is read now and in what is on the disk.</summary>
    public void FlipBit(string path, long offset, int bit)
    {
        lock (Gate)
            Find(path)!.FlipBit(offset, bit);
    }

    internal void Enter(FileOperationKind kind, string path)
    {
        FileOperation operation = new(Operations++, kind, path);
        BeforeOperation?.Invoke(operation);
        if (Fails?.Invoke(operation) == true)
            throw new IOException($"{kind} of {path} failed on request.");
    }

    internal long UsedBytes() => _directories.Values.Sum(static directory =>
        directory.Names.Values.Sum(static content => content.Length));

    private (FaultyDirectory Directory, string Name) Place(string path)
    {
        int slash = path.LastIndexOf('/');
        return (_directories[slash < 0 ? "" : path[..slash]], path[(slash + 1)..]);
    }

    private FaultyContent? Find(string path)
    {
        (FaultyDirectory directory, string name) = Place(path);
        return directory.Names.GetValueOrDefault(name);
    }

    private sealed class Unlocker(FaultyFileSystem files, string path) : IDisposable
    {
        public void Dispose()
        {
            lock (files.Gate)
                files._locks.Remove(path);
        }
    }
}
