namespace Weir.Storage.Files;

/// <summary>A directory of another file system as one of its own.</summary>
internal sealed class ScopedFileSystem(IFileSystem files, string root) : IFileSystem
{
    public string Description => $"{files.Description}/{root}";

    public long FreeBytes => files.FreeBytes;

    public IFile Open(string path) => files.Open(Full(path));

    public IFile Create(string path) => files.Create(Full(path));

    public bool Exists(string path) => files.Exists(Full(path));

    public void Rename(string from, string to) => files.Rename(Full(from), Full(to));

    public void Delete(string path) => files.Delete(Full(path));

    public void CreateDirectory(string path) => files.CreateDirectory(Full(path));

    public IReadOnlyList<string> ListFiles(string directory) => files.ListFiles(Full(directory));

    public IReadOnlyList<string> ListDirectories(string directory) => files.ListDirectories(Full(directory));

    public void SyncDirectory(string path) => files.SyncDirectory(Full(path));

    public IDisposable? TryLock(string path, string owner, out string heldBy) =>
        files.TryLock(Full(path), owner, out heldBy);

    private string Full(string path) => path.Length == 0 ? root : $"{root}/{path}";
}
