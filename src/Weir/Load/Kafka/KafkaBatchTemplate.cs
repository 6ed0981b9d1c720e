using System.Buffers.Binary;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Load.Kafka;

/// <summary>
/// A record batch of equal records, made once. Its first records with their counts and checksum set anew are a batch
/// again, so one of any size up to the whole goes out without encoding. Layout: <see cref="RecordBatchHeader"/>.
/// </summary>
internal sealed class KafkaBatchTemplate
{
    private const int LengthAt = 8;
    private const int CrcAt = 17;
    private const int AttributesAt = 21;
    private const int LastOffsetDeltaAt = 23;
    private const int RecordCountAt = 57;

    // A record ends with its number of headers, which is 0 in one byte.
    private const int NoHeadersBytes = 1;

    private readonly int _valueBytes;
    private readonly int[] _recordEnd;

    public KafkaBatchTemplate(int records, int valueBytes)
    {
        _valueBytes = valueBytes;
        _recordEnd = new int[records];
        byte[] value = new byte[valueBytes];
        Random.Shared.NextBytes(value);
        using RecordBatchBuilder builder = new();
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        builder.Reset(now);
        for (int i = 0; i < records; i++)
        {
            builder.Add(now, default, keyNull: true, value, valueNull: false, default, 0);
            _recordEnd[i] = builder.SizeBytes;
        }

        Bytes = builder.Complete().ToArray();
    }

    /// <summary>The whole batch.</summary>
    public byte[] Bytes { get; }

    public static long ReadStampOf(in RecordView record) =>
        record.Value.Length < LoadConsumer.StampBytes ? 0 : BinaryPrimitives.ReadInt64LittleEndian(record.Value);

    /// <summary>Makes a copy of the bytes a batch of only its first records; returns its size.</summary>
    public int Cut(Span<byte> batch, ReadOnlySpan<long> due)
    {
        int end = _recordEnd[due.Length - 1];
        for (int i = 0; i < due.Length; i++)
            LoadConsumer.Stamp(batch[(_recordEnd[i] - NoHeadersBytes - _valueBytes)..], due[i]);
        BinaryPrimitives.WriteInt32BigEndian(batch[LengthAt..], end - RecordBatchHeader.LogOverheadBytes);
        BinaryPrimitives.WriteInt32BigEndian(batch[LastOffsetDeltaAt..], due.Length - 1);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordCountAt..], due.Length);
        BinaryPrimitives.WriteUInt32BigEndian(batch[CrcAt..], Crc32C.Compute(batch[AttributesAt..end]));
        return end;
    }
}
