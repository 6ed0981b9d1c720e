using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Weir.Broker.Namespaces;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;

namespace Weir.Broker.Topics;

/// <summary>
/// A topic as the catalog keeps it. Integers are little-endian, counts and lengths are unsigned varints:
/// <code>
/// version u8 = 1 | kind u8 | topic id 16 bytes | namespace str | name str
/// partitions: count, then i64 each | settings: count, then (key str, value str) each
/// str: bytes, UTF-8
/// </code>
/// </summary>
internal sealed record TopicRecord(
    string Namespace,
    string Name,
    Guid Id,
    TopicKind Kind,
    IReadOnlyList<PartitionId> Partitions,
    IReadOnlyDictionary<string, string> Settings)
{
    private const byte Version = 1;

    public const string KeyPrefix = "topic/";

    public static string KeyOf(string ns, string name) => $"{KeyPrefix}{NamespaceRecord.KeyPart(ns)}/{name}";

    public byte[] Encode()
    {
        using var writer = new PooledBufferWriter();
        Span<byte> head = writer.GetSpan(18);
        head[0] = Version;
        head[1] = (byte)Kind;
        Id.TryWriteBytes(head[2..], bigEndian: true, out _);
        writer.Advance(18);
        WriteString(writer, Namespace);
        WriteString(writer, Name);
        WriteCount(writer, Partitions.Count);
        foreach (PartitionId partition in Partitions)
        {
            BinaryPrimitives.WriteInt64LittleEndian(writer.GetSpan(8), partition.Value);
            writer.Advance(8);
        }

        WriteCount(writer, Settings.Count);
        foreach ((string key, string value) in Settings)
        {
            WriteString(writer, key);
            WriteString(writer, value);
        }

        return writer.WrittenSpan.ToArray();
    }

    public static TopicRecord Decode(string key, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 18 || bytes[0] != Version)
            throw new DamagedDataException($"catalog entry {key} is not a topic of format {Version}");
        var kind = (TopicKind)bytes[1];
        var id = new Guid(bytes.Slice(2, 16), bigEndian: true);
        ReadOnlySpan<byte> rest = bytes[18..];
        string ns = ReadString(key, ref rest);
        string name = ReadString(key, ref rest);
        var partitions = new PartitionId[ReadCount(key, ref rest, 8)];
        for (int i = 0; i < partitions.Length; i++, rest = rest[8..])
            partitions[i] = new PartitionId(BinaryPrimitives.ReadInt64LittleEndian(rest));
        int count = ReadCount(key, ref rest, 2);
        var settings = new Dictionary<string, string>(count);
        for (int i = 0; i < count; i++)
        {
            string setting = ReadString(key, ref rest);
            settings[setting] = ReadString(key, ref rest);
        }

        return new TopicRecord(ns, name, id, kind, partitions, settings);
    }

    private static void WriteCount(PooledBufferWriter writer, int count) =>
        writer.Advance(VarInt.WriteUInt32(writer.GetSpan(VarInt.Int32BytesMax), (uint)count));

    private static void WriteString(PooledBufferWriter writer, string text)
    {
        WriteCount(writer, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, writer);
    }

    private static int ReadCount(string key, ref ReadOnlySpan<byte> rest, int bytesEach)
    {
        if (!VarInt.TryReadUInt32(rest, out uint count, out int read) || count * (long)bytesEach > rest.Length - read)
            throw new DamagedDataException($"catalog entry {key} ends early");
        rest = rest[read..];
        return (int)count;
    }

    private static string ReadString(string key, ref ReadOnlySpan<byte> rest)
    {
        int bytes = ReadCount(key, ref rest, 1);
        string text = Encoding.UTF8.GetString(rest[..bytes]);
        rest = rest[bytes..];
        return text;
    }
}
