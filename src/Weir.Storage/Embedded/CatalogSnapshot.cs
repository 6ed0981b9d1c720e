using System.Buffers.Binary;
using Weir.Storage.Catalogs;
using Weir.Storage.Files;

namespace Weir.Storage.Embedded;

/// <summary>
/// The catalog as of an LSN of its stream: the file <c>catalog</c>, replaced whole, and <c>catalog.copy</c>, which is
/// replaced before it and read when it is damaged: without the catalog nothing can be served. The body of the envelope
/// is the LSN (8 bytes, little endian) and the entries as <see cref="CatalogCodec"/> writes them.
/// </summary>
internal static class CatalogSnapshot
{
    public const string Path = "catalog";
    public const string CopyPath = "catalog.copy";
    private const uint Magic = 0x43524557; // "WERC"
    private const int Version = 1;

    /// <summary>
    /// Takes the room and returns the bytes written; on a full disk it throws and nothing has changed.
    /// </summary>
    public static long Prepare(IFileSystem files, long lsn, IReadOnlyList<CatalogEntry> entries)
    {
        byte[] encoded = CatalogCodec.Encode(entries);
        byte[] body = new byte[sizeof(long) + encoded.Length];
        BinaryPrimitives.WriteInt64LittleEndian(body, lsn);
        encoded.CopyTo(body, sizeof(long));
        byte[] content = Envelope.Wrap(Magic, Version, body);
        AtomicFile.Prepare(files, CopyPath, content);
        AtomicFile.Prepare(files, Path, content);
        return body.Length;
    }

    /// <summary>Puts what was prepared in its place. An exception is final.</summary>
    public static void Replace(IFileSystem files)
    {
        AtomicFile.Replace(files, CopyPath);
        AtomicFile.Replace(files, Path);
    }

    /// <summary>
    /// <paramref name="damage"/> says what is wrong with the file when what the copy holds is given in its place.
    /// </summary>
    public static (long Lsn, List<CatalogEntry> Entries) ReadEither(
        IFileSystem files, out DamagedDataException? damage)
    {
        damage = null;
        try
        {
            // The copy comes first: a power loss in the very first write leaves it alone.
            if (files.Exists(Path) || !files.Exists(CopyPath))
                return Read(files, Path);
        }
        catch (DamagedDataException e) when (files.Exists(CopyPath))
        {
            damage = e;
        }

        return Read(files, CopyPath);
    }

    /// <summary>
    /// Puts the copy in the place of a file that is damaged, or that a power loss in the very first write took away.
    /// </summary>
    public static void Restore(IFileSystem files, bool isDamaged)
    {
        if (files.Exists(CopyPath) && (isDamaged || !files.Exists(Path)))
            AtomicFile.Write(files, Path, AtomicFile.Read(files, CopyPath));
    }

    /// <summary>One of the two; nothing when it is not there.</summary>
    public static (long Lsn, List<CatalogEntry> Entries) Read(IFileSystem files, string path)
    {
        if (!files.Exists(path))
            return (0, []);
        string name = $"{files.Description}/{path}";
        ReadOnlyMemory<byte> body = Envelope.Unwrap(AtomicFile.Read(files, path), Magic, Version, name);
        if (body.Length < sizeof(long))
            throw new DamagedDataException($"{name} is too short.");
        return (BinaryPrimitives.ReadInt64LittleEndian(body.Span), CatalogCodec.Decode(body[sizeof(long)..], name));
    }
}
