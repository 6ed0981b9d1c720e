using System.Buffers.Binary;
using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Broker.Queues;

/// <summary>
/// Journaled: a delivery came back unsettled, which counts, and the message is handed out again at a later time.
/// <code>
/// version u8 = 1 | partition i64 | offset i64 | deliveries i32 | due i64, Unix ms | bytes of its value i32
/// </code>
/// </summary>
internal readonly record struct RetryEvent(
    PartitionId Partition, long Offset, int Deliveries, long DueMs, int ValueBytes)
{
    public const int Bytes = 33;
    private const byte Version = 1;

    public void Write(Span<byte> destination)
    {
        destination[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(destination[1..], Partition.Value);
        BinaryPrimitives.WriteInt64LittleEndian(destination[9..], Offset);
        BinaryPrimitives.WriteInt32LittleEndian(destination[17..], Deliveries);
        BinaryPrimitives.WriteInt64LittleEndian(destination[21..], DueMs);
        BinaryPrimitives.WriteInt32LittleEndian(destination[29..], ValueBytes);
    }

    public static RetryEvent Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length != Bytes || payload[0] != Version)
            throw new DamagedDataException($"retry event is not of format {Version}");
        return new RetryEvent(
            new PartitionId(BinaryPrimitives.ReadInt64LittleEndian(payload[1..])),
            BinaryPrimitives.ReadInt64LittleEndian(payload[9..]),
            BinaryPrimitives.ReadInt32LittleEndian(payload[17..]),
            BinaryPrimitives.ReadInt64LittleEndian(payload[21..]),
            BinaryPrimitives.ReadInt32LittleEndian(payload[29..]));
    }
}
