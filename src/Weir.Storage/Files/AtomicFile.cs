namespace Weir.Storage.Files;

/// <summary>
/// Small files that are replaced whole: after a crash the old or the new content is there, never a mixture.
/// </summary>
internal static class AtomicFile
{
    public const string TemporarySuffix = ".tmp";

    /// <summary>Durable when it returns.</summary>
    public static void Write(IFileSystem files, string path, ReadOnlyMemory<byte> content)
    {
        Prepare(files, path, content);
        Replace(files, path);
    }

    /// <summary>
    /// The part of a write that takes room. When it throws <see cref="DiskFullException"/> nothing has changed, and it
    /// may be tried again: a new attempt begins with an empty file.
    /// </summary>
    public static void Prepare(IFileSystem files, string path, ReadOnlyMemory<byte> content)
    {
        using IFile file = files.Create(path + TemporarySuffix);
        file.Write(content, 0);
        file.SyncData();
    }

    /// <summary>Puts what was prepared in its place; durable when it returns. An exception is final.</summary>
    public static void Replace(IFileSystem files, string path)
    {
        files.Rename(path + TemporarySuffix, path);
        int slash = path.LastIndexOf('/');
        files.SyncDirectory(slash < 0 ? "" : path[..slash]);
    }

    public static byte[] Read(IFileSystem files, string path)
    {
        using IFile file = files.Open(path);
        byte[] content = new byte[file.Length];
        int read = file.ReadFully(content, 0);
        return read == content.Length ? content : content[..read];
    }
}
