using System.Buffers.Binary;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;

namespace Weir.Broker.Duplicates;

/// <summary>
/// Journaled in the frame of the messages it is about: their ids, as hashes, when they came, and what was to be kept
/// then, so that replay forgets what was forgotten.
/// <code>version u8 = 1 | partition i64 | at i64, Unix ms | window i64, ms | most ids i32 | ids: 16 bytes each</code>
/// </summary>
internal readonly ref struct RememberEvent
{
    public const int IdBytes = 16;
    private const int HeadBytes = 29;
    private const byte Version = 1;

    public PartitionId Partition { get; private init; }

    public long AtMs { get; private init; }

    public long WindowMs { get; private init; }

    public int IdsMax { get; private init; }

    private ReadOnlySpan<byte> Ids { get; init; }

    public int Count => Ids.Length / IdBytes;

    public UInt128 this[int index] => BinaryPrimitives.ReadUInt128LittleEndian(Ids[(index * IdBytes)..]);

    /// <summary>Starts an event in place of what the writer holds; ids follow.</summary>
    public static void Begin(PooledBufferWriter writer, PartitionId partition, long atMs, long windowMs, int idsMax)
    {
        writer.Reset();
        Span<byte> head = writer.Reserve(HeadBytes);
        head[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(head[1..], partition.Value);
        BinaryPrimitives.WriteInt64LittleEndian(head[9..], atMs);
        BinaryPrimitives.WriteInt64LittleEndian(head[17..], windowMs);
        BinaryPrimitives.WriteInt32LittleEndian(head[25..], idsMax);
    }

    public static void Add(PooledBufferWriter writer, UInt128 id) =>
        BinaryPrimitives.WriteUInt128LittleEndian(writer.Reserve(IdBytes), id);

    public static RememberEvent Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeadBytes || payload[0] != Version || (payload.Length - HeadBytes) % IdBytes != 0)
            throw new DamagedDataException($"remember event is not of format {Version}");
        int idsMax = BinaryPrimitives.ReadInt32LittleEndian(payload[25..]);
        if (idsMax < 0) throw new DamagedDataException("remember event keeps less than nothing");
        return new RememberEvent
        {
            Partition = new PartitionId(BinaryPrimitives.ReadInt64LittleEndian(payload[1..])),
            AtMs = BinaryPrimitives.ReadInt64LittleEndian(payload[9..]),
            WindowMs = BinaryPrimitives.ReadInt64LittleEndian(payload[17..]),
            IdsMax = idsMax,
            Ids = payload[HeadBytes..],
        };
    }
}
