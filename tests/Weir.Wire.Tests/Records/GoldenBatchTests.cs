using System.Text;
using Weir.Wire.Records;

namespace Weir.Wire.Tests.Records;

public sealed class GoldenBatchTests
{
    public static TheoryData<CompressionCodec> Codecs => new(Enum.GetValues<CompressionCodec>());

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Batches_of_another_implementation_pass_both_checks(CompressionCodec codec)
    {
        var batch = GoldenBatches.For(codec);

        Assert.Equal(BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(batch, out var header));
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckRecords(batch, header, 1 << 20));

        Assert.Equal(codec, header.Compression);
        Assert.Equal(batch.Length, header.SizeBytes);
        Assert.Equal(2, header.Magic);
        Assert.Equal(4, header.RecordCount);
        Assert.Equal(3, header.LastOffsetDelta);
        Assert.Equal(3, header.LastOffset);
        Assert.Equal(4, header.NextOffset);
        Assert.Equal(GoldenBatches.BaseTimestampMs, header.BaseTimestamp);
        Assert.Equal(GoldenBatches.BaseTimestampMs + 100, header.MaxTimestamp);
        Assert.Equal(-1, header.ProducerId);
        Assert.False(header.IsTransactional || header.IsControl || header.IsLogAppendTime || header.HasDeleteHorizon);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Records_of_another_implementation_are_read(CompressionCodec codec)
    {
        using var records = new PooledBufferWriter();
        Assert.Equal(
            BatchError.None,
            RecordCompression.Decompress(
                codec, GoldenBatches.For(codec).AsSpan(RecordBatchHeader.Bytes), records, 1 << 20));

        Assert.Equal(
            [
                "0 +0 key-0=value-0",
                $"1 +7 (null)={new string('x', 90)} h1:0001 hé:(null)",
                "2 +-10 k=(null) :",
                "3 +100 =",
            ],
            Describe(records.WrittenSpan, 4));
    }

    [Fact]
    public void Producer_fields_are_read()
    {
        Assert.Equal(
            BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(GoldenBatches.Transactional, out var header));
        Assert.True(header.IsTransactional);
        Assert.Equal(4711, header.ProducerId);
        Assert.Equal(3, header.ProducerEpoch);
        Assert.Equal(42, header.BaseSequence);
    }

    [Fact]
    public void The_builder_writes_the_same_bytes()
    {
        using var builder = new RecordBatchBuilder();
        using var headers = new RecordHeaderWriter();

        builder.Reset(GoldenBatches.BaseTimestampMs);
        AddGoldenRecords(builder, headers);
        builder.LeaderEpoch = 0;
        Assert.Equal(GoldenBatches.For(CompressionCodec.None), builder.Complete().ToArray());

        builder.Reset(
            GoldenBatches.BaseTimestampMs, producerId: 4711, producerEpoch: 3, baseSequence: 42, transactional: true);
        AddGoldenRecords(builder, headers);
        builder.LeaderEpoch = 0;
        Assert.Equal(GoldenBatches.Transactional, builder.Complete().ToArray());
    }

    private static void AddGoldenRecords(RecordBatchBuilder builder, RecordHeaderWriter headers)
    {
        const long Base = GoldenBatches.BaseTimestampMs;
        headers.Reset();
        headers.Add("h1"u8, [0, 1]);
        headers.AddNull("hé"u8);
        var value = Enumerable.Repeat((byte)'x', 90).ToArray();
        builder.Add(Base, "key-0"u8, false, "value-0"u8, false, default, 0);
        builder.Add(Base + 7, default, true, value, false, headers.Raw, headers.Count);
        headers.Reset();
        headers.Add(default, default);
        builder.Add(Base - 10, "k"u8, false, default, true, headers.Raw, headers.Count);
        builder.Add(Base + 100, default, false, default, false, default, 0);
    }

    private static List<string> Describe(ReadOnlySpan<byte> records, int count)
    {
        var lines = new List<string>();
        var reader = new RecordReader(records, count);
        while (reader.TryRead(out var record))
        {
            var line = new StringBuilder($"{record.OffsetDelta} +{record.TimestampDelta} ");
            line.Append(record.IsKeyNull ? "(null)" : Encoding.UTF8.GetString(record.Key)).Append('=');
            line.Append(record.IsValueNull ? "(null)" : Encoding.UTF8.GetString(record.Value));
            foreach (var header in record.Headers)
            {
                line.Append(' ').Append(Encoding.UTF8.GetString(header.Key)).Append(':');
                line.Append(header.IsValueNull ? "(null)" : Convert.ToHexString(header.Value));
            }

            lines.Add(line.ToString());
        }

        Assert.False(reader.IsMalformed);
        return lines;
    }
}
