using System.Buffers.Binary;
using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Broker.Queues;

/// <summary>
/// Journaled: a delivery came back unsettled, which counts against the delivery limit.
/// <code>version u8 = 1 | partition i64 | offset i64 | deliveries i32</code>
/// </summary>
internal readonly record struct ReleaseEvent(PartitionId Partition, long Offset, int Deliveries)
{
    public const int Bytes = 21;
    private const byte Version = 1;

    public void Write(Span<byte> destination)
    {
        destination[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(destination[1..], Partition.Value);
        BinaryPrimitives.WriteInt64LittleEndian(destination[9..], Offset);
        BinaryPrimitives.WriteInt32LittleEndian(destination[17..], Deliveries);
    }

    public static ReleaseEvent Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length != Bytes || payload[0] != Version)
            throw new DamagedDataException($"release event is not of format {Version}");
        return new ReleaseEvent(
            new PartitionId(BinaryPrimitives.ReadInt64LittleEndian(payload[1..])),
            BinaryPrimitives.ReadInt64LittleEndian(payload[9..]),
            BinaryPrimitives.ReadInt32LittleEndian(payload[17..]));
    }
}
