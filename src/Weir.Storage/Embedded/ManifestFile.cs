using System.Text;
using Weir.Storage.Files;

namespace Weir.Storage.Embedded;

/// <summary>
/// A shard's manifest as a file, <c>manifest/shard-NN</c>, replaced whole. The body of its envelope, little endian,
/// where a string is a 4-byte length (-1: null) and UTF-8:
/// <code>
/// +---------+------------------+-----------------+----------+
/// | shard 4 | checkpoint lsn 8 | snapshot string | count 4  |
/// +---------+------------------+-----------------+----------+
/// per segment:
/// +-------------+---------------+---------------+-----------------+--------------+------------+
/// | partition 8 | base offset 8 | next offset 8 | max timestamp 8 | data bytes 8 | key string |
/// +-------------+---------------+---------------+-----------------+--------------+------------+
/// </code>
/// </summary>
internal static class ManifestFile
{
    public const string Directory = "manifest";
    private const uint Magic = 0x4D524557; // "WERM"
    private const int Version = 1;

    /// <summary>Puts what was prepared in its place. An exception is final.</summary>
    public static void Replace(IFileSystem files, int shard) => AtomicFile.Replace(files, PathOf(shard));

    /// <summary>Takes the room; on a full disk it throws and nothing has changed.</summary>
    public static void Prepare(IFileSystem files, int shard, ShardManifest manifest)
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes, Encoding.UTF8);
        writer.Write(shard);
        writer.Write(manifest.CheckpointLsn);
        WriteString(writer, manifest.SnapshotKey);
        writer.Write(manifest.Segments.Count);
        foreach (SegmentEntry segment in manifest.Segments)
        {
            writer.Write(segment.Partition);
            writer.Write(segment.BaseOffset);
            writer.Write(segment.NextOffset);
            writer.Write(segment.MaxTimestamp);
            writer.Write(segment.DataBytes);
            WriteString(writer, segment.Key);
        }

        writer.Flush();
        AtomicFile.Prepare(files, PathOf(shard),
            Envelope.Wrap(Magic, Version, bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    public static ShardManifest Read(IFileSystem files, int shard)
    {
        string path = PathOf(shard);
        if (!files.Exists(path))
            return ShardManifest.Empty;
        string name = $"{files.Description}/{path}";
        byte[] body = Envelope.Unwrap(AtomicFile.Read(files, path), Magic, Version, name).ToArray();
        try
        {
            using MemoryStream bytes = new(body, writable: false);
            using BinaryReader reader = new(bytes, Encoding.UTF8);
            if (reader.ReadInt32() != shard)
                throw new DamagedDataException($"{name} is another shard's manifest.");
            return ReadBody(reader);
        }
        catch (EndOfStreamException e)
        {
            throw new DamagedDataException($"{name} does not hold a manifest.", e);
        }
    }

    private static string PathOf(int shard) => $"{Directory}/shard-{shard:D2}";

    private static ShardManifest ReadBody(BinaryReader reader)
    {
        long checkpoint = reader.ReadInt64();
        string? snapshot = ReadString(reader);
        int count = reader.ReadInt32();
        List<SegmentEntry> segments = [];
        for (int i = 0; i < count; i++)
        {
            segments.Add(new SegmentEntry(
                reader.ReadInt64(),
                reader.ReadInt64(),
                reader.ReadInt64(),
                reader.ReadInt64(),
                reader.ReadInt64(),
                ReadString(reader) ?? throw new EndOfStreamException()));
        }

        return new ShardManifest(checkpoint, snapshot, segments);
    }

    private static void WriteString(BinaryWriter writer, string? text)
    {
        byte[]? bytes = text is null ? null : Encoding.UTF8.GetBytes(text);
        writer.Write(bytes?.Length ?? -1);
        if (bytes is not null)
            writer.Write(bytes);
    }

    private static string? ReadString(BinaryReader reader)
    {
        int length = reader.ReadInt32();
        if (length < 0)
            return null;
        if (length > reader.BaseStream.Length - reader.BaseStream.Position)
            throw new EndOfStreamException();
        return Encoding.UTF8.GetString(reader.ReadBytes(length));
    }
}
