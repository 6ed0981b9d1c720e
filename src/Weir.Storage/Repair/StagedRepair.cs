using System.Text;
using Weir.Storage.Embedded;
using Weir.Storage.Embedded.Journal;
using Weir.Storage.Files;

namespace Weir.Storage.Repair;

/// <summary>
/// The files of a repair until they are in their places: they are made in <c>repair/</c>, and a copy of the old ones in
/// a directory that stays. From <see cref="MakeReady"/> on the repair goes on after an interruption, and the data
/// directory does not start: its format file is gone until everything else is there.
/// </summary>
internal sealed class StagedRepair
{
    private const string Root = DirectoryRepair.WorkDirectory;
    private const string ReadyPath = $"{Root}/ready";
    private const int CopyBytes = 1 << 20;

    private static readonly string[] Single = [EpochFile.Path, CatalogSnapshot.Path, CatalogSnapshot.CopyPath];
    private static readonly string[] Directories = [ManifestFile.Directory, JournalFiles.Directory];

    private readonly IFileSystem _files;

    public StagedRepair(IFileSystem files, string keepIn)
    {
        _files = files;
        Files = new ScopedFileSystem(files, Root);
        // A format file that is there means that a broker may have written since the files were made.
        IsReady = !files.Exists(DataDirectory.FormatPath) && files.Exists(ReadyPath);
        KeptIn = IsReady ? Encoding.UTF8.GetString(AtomicFile.Read(files, ReadyPath)) : keepIn;
    }

    public ScopedFileSystem Files { get; }

    /// <summary>An earlier repair came so far that its files have only to be put in place.</summary>
    public bool IsReady { get; }

    public string KeptIn { get; }

    public void Begin()
    {
        Clear();
        foreach (string directory in (string[])[Root, $"{Root}/{EmbeddedBlobStore.Root}",
            .. Directories.Select(static d => $"{Root}/{d}")])
            _files.CreateDirectory(directory);
    }

    /// <summary>Copies what will be replaced.</summary>
    public void Keep(IEnumerable<string> damagedBlobs)
    {
        List<string> paths = [.. Single, DataDirectory.FormatPath];
        foreach (string directory in Directories) paths.AddRange(ListIn(directory).Where(static p => !IsSpare(p)));
        paths.AddRange(damagedBlobs);
        foreach (string path in paths.Where(_files.Exists).Distinct()) Copy(path, $"{KeptIn}/{path}");
        _files.SyncDirectory("");
    }

    public void MakeReady()
    {
        AtomicFile.Write(_files, ReadyPath, Encoding.UTF8.GetBytes(KeptIn));
        _files.Delete(DataDirectory.FormatPath);
        _files.SyncDirectory("");
    }

    public void PutInPlace()
    {
        foreach (string path in Single)
            if (Files.Exists(path)) Copy($"{Root}/{path}", path);
        foreach (string directory in Directories)
        {
            IReadOnlyList<string> made = Files.ListFiles(directory);
            foreach (string name in _files.ListFiles(directory).Except(made)) _files.Delete($"{directory}/{name}");
            foreach (string name in made) Copy($"{Root}/{directory}/{name}", $"{directory}/{name}");
            _files.SyncDirectory(directory);
        }

        _files.SyncDirectory("");
        // In this order: what is ready must not be put in place once more after a broker has written.
        _files.Delete(ReadyPath);
        _files.SyncDirectory(Root);
        DataDirectory.WriteFormat(_files);
        Clear();
    }

    /// <summary>Removes the files below <c>repair/</c>.</summary>
    public void Clear()
    {
        if (_files.ListDirectories("").Contains(Root)) Clear(Root);
    }

    private void Clear(string directory)
    {
        foreach (string name in _files.ListFiles(directory)) _files.Delete($"{directory}/{name}");
        foreach (string name in _files.ListDirectories(directory)) Clear($"{directory}/{name}");
    }

    /// <summary>Spare journal files hold nothing.</summary>
    private static bool IsSpare(string path) =>
        path.StartsWith(JournalFiles.Directory, StringComparison.Ordinal)
        && !path.EndsWith(JournalFiles.Extension, StringComparison.Ordinal);

    private IEnumerable<string> ListIn(string directory) => _files.ListDirectories("").Contains(directory)
        ? _files.ListFiles(directory).Select(name => $"{directory}/{name}")
        : [];

    private void Copy(string from, string to)
    {
        int slash = to.LastIndexOf('/');
        if (slash > 0) MakeDirectories(to[..slash]);
        using IFile source = _files.Open(from);
        using IFile target = _files.Create(to);
        byte[] buffer = new byte[(int)Math.Min(CopyBytes, source.Length)];
        for (long position = 0; position < source.Length;)
        {
            int read = source.ReadFully(buffer, position);
            if (read == 0) break;
            target.Write(buffer.AsMemory(0, read), position);
            position += read;
        }

        target.SyncData();
        if (slash > 0) _files.SyncDirectory(to[..slash]);
    }

    private void MakeDirectories(string path)
    {
        for (int slash = path.IndexOf('/', StringComparison.Ordinal); ; slash = path.IndexOf('/', slash + 1))
        {
            _files.CreateDirectory(slash < 0 ? path : path[..slash]);
            if (slash < 0) return;
        }
    }
}
