using Weir.Wire.Records;

namespace Weir.Wire.Tests.Records;

public sealed class RecordBatchRecompressionTests
{
    public static TheoryData<CompressionCodec, CompressionCodec> Pairs
    {
        get
        {
            var pairs = new TheoryData<CompressionCodec, CompressionCodec>();
            foreach (var from in Enum.GetValues<CompressionCodec>())
            {
                foreach (var to in Enum.GetValues<CompressionCodec>())
                    pairs.Add(from, to);
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Everything_but_the_codec_stays(CompressionCodec from, CompressionCodec to)
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(1000, from, 7, 8, 9);
        for (var i = 0; i < 100; i++)
            builder.Add(1000 + i, "key"u8, i % 2 == 0, new byte[200], false, default, 0);
        var batch = builder.Complete().ToArray();
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(batch, out var before));

        using var written = new PooledBufferWriter();
        Assert.Equal(BatchError.None, RecordBatchRecompression.Write(batch, before, to, 1 << 20, written));

        Assert.Equal(BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(written.WrittenSpan, out var after));
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckRecords(written.WrittenSpan, after, 1 << 20));
        Assert.Equal(to, after.Compression);
        Assert.Equal(written.WrittenBytes, after.SizeBytes);
        Assert.Equal(
            (7L, (short)8, 9, 100, 99, 1000L, 1099L),
            (after.ProducerId, after.ProducerEpoch, after.BaseSequence, after.RecordCount, after.LastOffsetDelta,
                after.BaseTimestamp, after.MaxTimestamp));
        Assert.Equal(Plain(batch, before), Plain(written.WrittenSpan, after));
    }

    [Fact]
    public void Records_that_grow_beyond_the_limit_are_refused()
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(1000, CompressionCodec.Gzip);
        builder.Add(1000, default, true, new byte[5000], false, default, 0);
        var batch = builder.Complete();
        RecordBatchHeader.TryRead(batch, out var header);
        using var written = new PooledBufferWriter();
        Assert.Equal(
            BatchError.TooLarge, RecordBatchRecompression.Write(batch, header, CompressionCodec.None, 4000, written));
    }

    private static byte[] Plain(ReadOnlySpan<byte> batch, in RecordBatchHeader header)
    {
        using var plain = new PooledBufferWriter();
        RecordCompression.Decompress(header.Compression, batch[RecordBatchHeader.Bytes..], plain, 1 << 20);
        return plain.WrittenSpan.ToArray();
    }
}
