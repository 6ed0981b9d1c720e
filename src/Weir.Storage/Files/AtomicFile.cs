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
        string temporary = path + TemporarySuffix;
        using (IFile file = files.Create(temporary))
        {
            file.Write(content, 0);
            file.SyncData();
        }

        files.Rename(temporary, path);
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
