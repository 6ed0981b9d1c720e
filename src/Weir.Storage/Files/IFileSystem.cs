namespace Weir.Storage.Files;

/// <summary>
/// Everything the embedded engine does to a disk, so that tests can put a faulty one below it. Paths are relative to
/// the root, with <c>/</c> between names. Names (created, renamed, deleted) survive power loss only after
/// <see cref="SyncDirectory"/>, contents only after <see cref="IFile.SyncData"/>. Errors are
/// <see cref="IOException"/>s; a full disk is always <see cref="DiskFullException"/>.
/// </summary>
public interface IFileSystem
{
    /// <summary>Where the root is, for messages to the operator only.</summary>
    string Description { get; }

    /// <summary>Bytes that may still be written; <see cref="long.MaxValue"/> where there is no telling.</summary>
    long FreeBytes => long.MaxValue;

    /// <summary>
    /// Opens for reading and writing; throws <see cref="FileNotFoundException"/> when there is no such file.
    /// </summary>
    IFile Open(string path);

    /// <summary>Creates an empty file, or empties what is there, and opens it for reading and writing.</summary>
    IFile Create(string path);

    bool Exists(string path);

    /// <summary>Atomically gives a file another name, replacing what has that name. Open files stay usable.</summary>
    void Rename(string from, string to);

    /// <summary>Removes a name if it is there. Open files stay usable.</summary>
    void Delete(string path);

    void CreateDirectory(string path);

    /// <summary>The names of the files (not directories) in a directory, in no order.</summary>
    IReadOnlyList<string> ListFiles(string directory);

    /// <summary>The names of the directories in a directory, in no order.</summary>
    IReadOnlyList<string> ListDirectories(string directory);

    /// <summary>Makes the names in a directory durable; an empty path means the root.</summary>
    void SyncDirectory(string path);

    /// <summary>
    /// Takes the exclusive lock that <paramref name="path"/> stands for and leaves <paramref name="owner"/> in it for
    /// others to read; null when someone has it, whose text is then <paramref name="heldBy"/>. Dies with the process.
    /// </summary>
    IDisposable? TryLock(string path, string owner, out string heldBy);
}
