using System.Buffers.Binary;
using Weir.Storage.Catalogs;
using Weir.Storage.Files;

namespace Weir.Storage.Embedded;

/// <summary>
/// The catalog as of an LSN of its stream: the file <c>catalog</c>, replaced whole. The body of its envelope is the LSN
/// (8 bytes, little endian) and the entries as <see cref="CatalogCodec"/> writes them.
/// </summary>
internal static class CatalogSnapshot
{
    private const string Path = "catalog";
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
        AtomicFile.Prepare(files, Path, Envelope.Wrap(Magic, Version, body));
        return body.Length;
    }

    /// <summary>Puts what was prepared in its place. An exception is final.</summary>
    public static void Replace(IFileSystem files) => AtomicFile.Replace(files, Path);

    public static (long Lsn, List<CatalogEntry> Entries) Read(IFileSystem files)
    {
        if (!files.Exists(Path))
            return (0, []);
        string name = $"{files.Description}/{Path}";
        ReadOnlyMemory<byte> body = Envelope.Unwrap(AtomicFile.Read(files, Path), Magic, Version, name);
        if (body.Length < sizeof(long))
            throw new DamagedDataException($"{name} is too short.");
        return (BinaryPrimitives.ReadInt64LittleEndian(body.Span), CatalogCodec.Decode(body[sizeof(long)..], name));
    }
}
