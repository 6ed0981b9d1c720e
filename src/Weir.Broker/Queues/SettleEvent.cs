using System.Buffers.Binary;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;

namespace Weir.Broker.Queues;

/// <summary>
/// Journaled: messages of one log are settled, and how far deliveries have come.
/// <code>
/// version u8 = 1 | partition i64 | floor i64 | delivered up to i64 | ranges: (offset varint, length varint) until the
/// end
/// </code>
/// </summary>
internal readonly ref struct SettleEvent
{
    private const byte Version = 1;
    private const int HeadBytes = 25;

    /// <summary>No log gets this far; arithmetic on what lies below cannot overflow.</summary>
    private const long OffsetEnd = 1L << 61;

    private SettleEvent(PartitionId partition, long floor, long deliveredUpTo, ReadOnlySpan<byte> ranges)
    {
        Partition = partition;
        Floor = floor;
        DeliveredUpTo = deliveredUpTo;
        Ranges = ranges;
    }

    public PartitionId Partition { get; }

    /// <summary>Everything below was settled already, or is gone from the log.</summary>
    public long Floor { get; }

    public long DeliveredUpTo { get; }

    /// <summary>Read with <see cref="TryReadRange"/> from a copy of the span.</summary>
    public ReadOnlySpan<byte> Ranges { get; }

    public static void Begin(PooledBufferWriter writer, PartitionId partition, long floor, long deliveredUpTo)
    {
        writer.Clear();
        Span<byte> head = writer.Reserve(HeadBytes);
        head[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(head[1..], partition.Value);
        BinaryPrimitives.WriteInt64LittleEndian(head[9..], floor);
        BinaryPrimitives.WriteInt64LittleEndian(head[17..], deliveredUpTo);
    }

    public static void AddRange(PooledBufferWriter writer, long from, long to)
    {
        Span<byte> range = writer.GetSpan(2 * VarInt.Int64BytesMax);
        int bytes = VarInt.WriteUInt64(range, (ulong)from);
        bytes += VarInt.WriteUInt64(range[bytes..], (ulong)(to - from));
        writer.Advance(bytes);
    }

    public static SettleEvent Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeadBytes || payload[0] != Version)
            throw new DamagedDataException($"settle event is not of format {Version}");
        long floor = BinaryPrimitives.ReadInt64LittleEndian(payload[9..]);
        long deliveredUpTo = BinaryPrimitives.ReadInt64LittleEndian(payload[17..]);
        if (!IsOffset(floor) || !IsOffset(deliveredUpTo)) throw Wrong();
        return new SettleEvent(
            new PartitionId(BinaryPrimitives.ReadInt64LittleEndian(payload[1..])),
            floor,
            deliveredUpTo,
            payload[HeadBytes..]);
    }

    /// <summary>Whether a log may have the offset, or end there.</summary>
    public static bool IsOffset(long offset) => offset is >= 0 and < OffsetEnd;

    public static bool TryReadRange(ref ReadOnlySpan<byte> ranges, out long from, out long to)
    {
        from = to = 0;
        if (ranges.IsEmpty) return false;
        if (!VarInt.TryReadUInt64(ranges, out ulong start, out int first) ||
            !VarInt.TryReadUInt64(ranges[first..], out ulong length, out int second))
            throw new DamagedDataException("settle event ends early");
        if (start >= OffsetEnd || length >= OffsetEnd - start) throw Wrong();
        from = (long)start;
        to = from + (long)length;
        ranges = ranges[(first + second)..];
        return true;
    }

    private static DamagedDataException Wrong() => new("settle event has offsets that no log has");
}
