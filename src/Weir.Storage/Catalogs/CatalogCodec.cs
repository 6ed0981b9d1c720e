using System.Text;

namespace Weir.Storage.Catalogs;

/// <summary>
/// A list of entries as bytes: the body of a catalog frame and of a catalog snapshot. Numbers are little endian.
/// <code>
/// +---------+   per entry: +--------------+-----+-----------+-----------------------+-------+
/// | count 4 |              | key length 4 | key | version 8 | value length 4 (or -1)| value |
/// +---------+              +--------------+-----+-----------+-----------------------+-------+
/// </code>
/// Keys are UTF-8. A value length of -1 deletes the key.
/// </summary>
internal static class CatalogCodec
{
    public static byte[] Encode(IReadOnlyCollection<CatalogEntry> entries)
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes, Encoding.UTF8);
        writer.Write(entries.Count);
        foreach (CatalogEntry entry in entries)
        {
            byte[] key = Encoding.UTF8.GetBytes(entry.Key);
            writer.Write(key.Length);
            writer.Write(key);
            writer.Write(entry.Version);
            writer.Write(entry.Value?.Length ?? -1);
            if (entry.Value is { } value)
                writer.Write(value.Span);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    public static List<CatalogEntry> Decode(ReadOnlyMemory<byte> encoded, string source)
    {
        try
        {
            using MemoryStream bytes = new(encoded.ToArray(), writable: false);
            using BinaryReader reader = new(bytes, Encoding.UTF8);
            int count = reader.ReadInt32();
            List<CatalogEntry> entries = [];
            for (int i = 0; i < count; i++)
                entries.Add(ReadEntry(reader));
            return entries;
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException)
        {
            throw new DamagedDataException($"{source} does not hold catalog entries.", e);
        }
    }

    private static CatalogEntry ReadEntry(BinaryReader reader)
    {
        string key = Encoding.UTF8.GetString(ReadBytes(reader, reader.ReadInt32()));
        long version = reader.ReadInt64();
        int length = reader.ReadInt32();
        ReadOnlyMemory<byte>? value = length < 0
            ? default(ReadOnlyMemory<byte>?)
            : new ReadOnlyMemory<byte>(ReadBytes(reader, length));
        return new CatalogEntry(key, version, value);
    }

    private static byte[] ReadBytes(BinaryReader reader, int length)
    {
        if (length < 0 || length > reader.BaseStream.Length - reader.BaseStream.Position)
            throw new EndOfStreamException();
        return reader.ReadBytes(length);
    }
}
