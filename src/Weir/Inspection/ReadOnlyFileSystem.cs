using Weir.Storage.Files;

namespace Weir.Inspection;

/// <summary>
/// A data directory that cannot be changed through it: whatever storage code runs above, nothing is written, and no
/// lock is taken that could stop a broker.
/// </summary>
internal sealed class ReadOnlyFileSystem(string root) : IFileSystem
{
    public string Description { get; } = Path.GetFullPath(root);

    public static NotSupportedException Refusal() => new("the inspected files are never written");

    public IFile Open(string path) => ReadOnlyFile.Open(Full(path));

    public bool Exists(string path) => File.Exists(Full(path));

    public IReadOnlyList<string> ListFiles(string directory) =>
        Directory.Exists(Full(directory))
            ? [.. Directory.EnumerateFiles(Full(directory)).Select(static path => Path.GetFileName(path))]
            : [];

    public IReadOnlyList<string> ListDirectories(string directory) =>
        [.. Directory.EnumerateDirectories(Full(directory)).Select(static path => Path.GetFileName(path))];

    public IFile Create(string path) => throw Refusal();

    public void Rename(string from, string to) => throw Refusal();

    public void Delete(string path) => throw Refusal();

    public void CreateDirectory(string path) => throw Refusal();

    public void SyncDirectory(string path) => throw Refusal();

    public IDisposable? TryLock(string path, string owner, out string heldBy) => throw Refusal();

    private string Full(string path) => Path.Combine(Description, path);
}
