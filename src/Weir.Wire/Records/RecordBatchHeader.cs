using System.Buffers.Binary;

namespace Weir.Wire.Records;

/// <summary>
/// The fixed head of a record batch, message format 2 (KIP-98), all big-endian:
/// <code>
/// 0               8          12               16        17          21             23                    27
/// +---------------+----------+----------------+---------+-----------+--------------+---------------------+
/// | base offset 8 | length 4 | leader epoch 4 | magic 1 | CRC-32C 4 | attributes 2 | last offset delta 4 |
/// +---------------+----------+----------------+---------+-----------+--------------+---------------------+
/// 27                 35                43              51                 53                57               61
/// +------------------+-----------------+---------------+------------------+-----------------+----------------+-------
/// | base timestamp 8 | max timestamp 8 | producer id 8 | producer epoch 2 | base sequence 4 | record count 4 | records
/// +------------------+-----------------+---------------+------------------+-----------------+----------------+-------
/// </code>
/// length counts what follows it; the CRC covers from attributes to the end; a codec covers the records as one block.
/// attributes: bits 0-2 codec, 3 log append time, 4 transactional, 5 control, 6 base timestamp is a delete horizon.
/// A header that was read is not yet true: see <see cref="RecordBatchValidator"/>.
/// </summary>
public readonly struct RecordBatchHeader
{
    public const int Bytes = 61;

    /// <summary>Base offset and length: what the length field does not count.</summary>
    public const int LogOverheadBytes = 8 + 4;

    internal const int LengthAt = 8;
    internal const int LeaderEpochAt = 12;
    internal const int MagicAt = 16;
    internal const int CrcAt = 17;
    internal const int AttributesAt = 21;
    internal const int LastOffsetDeltaAt = 23;
    internal const int BaseTimestampAt = 27;
    internal const int MaxTimestampAt = 35;
    internal const int ProducerIdAt = 43;
    internal const int ProducerEpochAt = 51;
    internal const int BaseSequenceAt = 53;
    internal const int RecordCountAt = 57;

    internal const byte CurrentMagic = 2;
    internal const short CodecMask = 0x07;
    internal const short LogAppendTimeBit = 1 << 3;
    internal const short TransactionalBit = 1 << 4;
    internal const short ControlBit = 1 << 5;
    internal const short DeleteHorizonBit = 1 << 6;

    private RecordBatchHeader(ReadOnlySpan<byte> source)
    {
        BaseOffset = BinaryPrimitives.ReadInt64BigEndian(source);
        LengthField = BinaryPrimitives.ReadInt32BigEndian(source[LengthAt..]);
        LeaderEpoch = BinaryPrimitives.ReadInt32BigEndian(source[LeaderEpochAt..]);
        Magic = source[MagicAt];
        Crc = BinaryPrimitives.ReadUInt32BigEndian(source[CrcAt..]);
        Attributes = BinaryPrimitives.ReadInt16BigEndian(source[AttributesAt..]);
        LastOffsetDelta = BinaryPrimitives.ReadInt32BigEndian(source[LastOffsetDeltaAt..]);
        BaseTimestamp = BinaryPrimitives.ReadInt64BigEndian(source[BaseTimestampAt..]);
        MaxTimestamp = BinaryPrimitives.ReadInt64BigEndian(source[MaxTimestampAt..]);
        ProducerId = BinaryPrimitives.ReadInt64BigEndian(source[ProducerIdAt..]);
        ProducerEpoch = BinaryPrimitives.ReadInt16BigEndian(source[ProducerEpochAt..]);
        BaseSequence = BinaryPrimitives.ReadInt32BigEndian(source[BaseSequenceAt..]);
        RecordCount = BinaryPrimitives.ReadInt32BigEndian(source[RecordCountAt..]);
    }

    public long BaseOffset { get; }

    /// <summary>
    /// The whole batch, overhead included. A length field near the top of its range saturates instead of wrapping, so
    /// this exceeds every span; a negative one stays negative.
    /// </summary>
    public int SizeBytes => (int)Math.Min((long)LengthField + LogOverheadBytes, int.MaxValue);

    /// <summary>Whether the size can be true where so many bytes are left, this header's included.</summary>
    public bool FitsIn(int bytes) => SizeBytes >= Bytes && SizeBytes <= bytes;

    public int LeaderEpoch { get; }

    public byte Magic { get; }

    public uint Crc { get; }

    public short Attributes { get; }

    public int LastOffsetDelta { get; }

    /// <summary>Milliseconds since 1970, or -1.</summary>
    public long BaseTimestamp { get; }

    public long MaxTimestamp { get; }

    /// <summary>-1 when the producer is not idempotent; so are its epoch and sequence then.</summary>
    public long ProducerId { get; }

    public short ProducerEpoch { get; }

    public int BaseSequence { get; }

    /// <summary>Records that are there; compaction makes it smaller than the run of offsets.</summary>
    public int RecordCount { get; }

    public long LastOffset => BaseOffset + LastOffsetDelta;

    public long NextOffset => LastOffset + 1;

    public CompressionCodec Compression => (CompressionCodec)(Attributes & CodecMask);

    public bool IsLogAppendTime => (Attributes & LogAppendTimeBit) != 0;

    public bool IsTransactional => (Attributes & TransactionalBit) != 0;

    public bool IsControl => (Attributes & ControlBit) != 0;

    public bool HasDeleteHorizon => (Attributes & DeleteHorizonBit) != 0;

    private int LengthField { get; }

    /// <summary>False when <paramref name="source"/> is shorter than <see cref="Bytes"/>; nothing else is checked.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out RecordBatchHeader header)
    {
        if (source.Length < Bytes)
        {
            header = default;
            return false;
        }

        header = new RecordBatchHeader(source);
        return true;
    }
}
