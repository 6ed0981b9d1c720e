using System.Buffers;

namespace Weir.Broker.Groups.Events;

/// <summary>
/// The stored form of an event. Length lets events stand back to back.
/// <code>
/// version u8 = 1 | kind u8 | body length i32 | body: group id str, then by kind
///   GenerationStored: see GenerationCodec
///   OffsetsCommitted: count i32, each: topic str | partition i32 | offset i64 | leader epoch i32 | metadata str
///                                      | commit ms i64 | expire ms i64
///   OffsetsRemoved:   count i32, each: topic str | partition i32
///   GroupDeleted:     nothing
/// </code>
/// </summary>
internal static class GroupEventCodec
{
    public const byte Version = 1;

    private const int KeyBytesMin = 2 * sizeof(int);
    private const int OffsetBytesMin = KeyBytesMin + 3 * sizeof(long) + 2 * sizeof(int);

    public static void Write(IBufferWriter<byte> output, GroupEvent change)
    {
        // The body is written aside because its length comes first.
        var body = new ArrayBufferWriter<byte>();
        var writer = new EventWriter(body);
        writer.String(change.GroupId);
        var kind = WriteBody(writer, change);

        var head = new EventWriter(output);
        head.Byte(Version);
        head.Byte((byte)kind);
        head.Bytes(body.WrittenSpan);
    }

    public static GroupEvent Read(ref EventReader reader)
    {
        var version = reader.Byte();
        if (version != Version)
            throw reader.Damaged($"event version {version}, this build reads {Version}");
        var kind = (GroupEventKind)reader.Byte();
        var body = new EventReader(reader.Take(reader.Int32()));
        var change = ReadBody(ref body, kind);
        if (body.Remaining != 0)
            throw body.Damaged($"{body.Remaining} bytes too many in a {kind} event");
        return change;
    }

    private static GroupEventKind WriteBody(EventWriter writer, GroupEvent change)
    {
        switch (change)
        {
            case GenerationStored stored:
                GenerationCodec.Write(writer, stored.Generation);
                return GroupEventKind.GenerationStored;
            case OffsetsCommitted committed:
                WriteOffsets(writer, committed.Entries);
                return GroupEventKind.OffsetsCommitted;
            case OffsetsRemoved removed:
                writer.Int32(removed.Keys.Count);
                foreach (var key in removed.Keys)
                    writer.Key(key);
                return GroupEventKind.OffsetsRemoved;
            case GroupDeleted:
                return GroupEventKind.GroupDeleted;
            default:
                throw new ArgumentException($"{change.GetType().Name} has no stored form.", nameof(change));
        }
    }

    private static GroupEvent ReadBody(ref EventReader reader, GroupEventKind kind)
    {
        var groupId = reader.String();
        return kind switch
        {
            GroupEventKind.GenerationStored => new GenerationStored(groupId, GenerationCodec.Read(ref reader)),
            GroupEventKind.OffsetsCommitted => new OffsetsCommitted(groupId, ReadOffsets(ref reader)),
            GroupEventKind.OffsetsRemoved => new OffsetsRemoved(groupId, ReadKeys(ref reader)),
            GroupEventKind.GroupDeleted => new GroupDeleted(groupId),
            _ => throw reader.Damaged($"event kind {(byte)kind} is unknown"),
        };
    }

    private static void WriteOffsets(EventWriter writer, IReadOnlyList<OffsetEntry> entries)
    {
        writer.Int32(entries.Count);
        foreach (var (key, value) in entries)
        {
            writer.Key(key);
            writer.Int64(value.Offset);
            writer.Int32(value.LeaderEpoch);
            writer.String(value.Metadata);
            writer.Int64(value.CommitTimestampMs);
            writer.Int64(value.ExpireTimestampMs);
        }
    }

    private static OffsetEntry[] ReadOffsets(ref EventReader reader)
    {
        var entries = new OffsetEntry[reader.Count(OffsetBytesMin)];
        for (var i = 0; i < entries.Length; i++)
        {
            var key = reader.Key();
            var value = new CommittedOffset(
                reader.Int64(), reader.Int32(), reader.String(), reader.Int64(), reader.Int64());
            entries[i] = new OffsetEntry(key, value);
        }

        return entries;
    }

    private static OffsetKey[] ReadKeys(ref EventReader reader)
    {
        var keys = new OffsetKey[reader.Count(KeyBytesMin)];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = reader.Key();
        return keys;
    }
}
