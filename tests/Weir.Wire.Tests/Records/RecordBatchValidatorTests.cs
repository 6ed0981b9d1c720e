using System.Buffers.Binary;
using Weir.Wire.Records;

namespace Weir.Wire.Tests.Records;

public sealed class RecordBatchValidatorTests
{
    public static TheoryData<CompressionCodec> Codecs => new(Enum.GetValues<CompressionCodec>());

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Every_truncation_is_an_error(CompressionCodec codec)
    {
        var batch = GoldenBatches.For(codec);
        for (var length = 0; length < batch.Length; length++)
        {
            Assert.Equal(
                BatchError.Truncated, RecordBatchValidator.CheckHeaderAndCrc(batch.AsSpan(0, length), out _));

            // The same cut with a length field that hides it.
            if (length < RecordBatchHeader.LogOverheadBytes) continue;
            var shorter = batch.AsSpan(0, length).ToArray();
            SetLength(shorter, length);
            var expected = length < RecordBatchHeader.Bytes ? BatchError.Truncated : BatchError.BadCrc;
            Assert.Equal(expected, RecordBatchValidator.CheckHeaderAndCrc(shorter, out _));
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Every_truncation_with_a_right_checksum_is_found_by_the_walk(CompressionCodec codec)
    {
        var batch = GoldenBatches.For(codec);
        for (var length = RecordBatchHeader.Bytes; length < batch.Length; length++)
        {
            var shorter = batch.AsSpan(0, length).ToArray();
            SetLength(shorter, length);
            RecordBatchPatch.WriteCrc(shorter);
            Assert.Equal(BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(shorter, out var header));
            Assert.NotEqual(BatchError.None, RecordBatchValidator.CheckRecords(shorter, header, 1 << 20));
        }
    }

    [Fact]
    public void Every_flipped_bit_is_caught_but_those_the_checksum_leaves_out()
    {
        var batch = GoldenBatches.For(CompressionCodec.None);
        for (var bit = 0; bit < batch.Length * 8; bit++)
        {
            var flipped = batch.ToArray();
            flipped[bit / 8] ^= (byte)(1 << bit % 8);
            var error = RecordBatchValidator.CheckHeaderAndCrc(flipped, out _);
            switch (bit / 8)
            {
                case 0 when bit % 8 == 7: // the sign of the base offset
                    Assert.Equal(BatchError.BadOffsets, error);
                    break;
                case < 8 or (>= 12 and < 16): // base offset and leader epoch
                    Assert.Equal(BatchError.None, error);
                    break;
                case < 12: // length
                    Assert.True(error is BatchError.Truncated or BatchError.BadLength or BatchError.BadCrc);
                    break;
                case 16:
                    Assert.Equal(BatchError.BadMagic, error);
                    break;
                default:
                    Assert.Equal(BatchError.BadCrc, error);
                    break;
            }
        }
    }

    [Fact]
    public void Bytes_after_the_batch_are_ignored()
    {
        byte[] longer = [.. GoldenBatches.For(CompressionCodec.Zstd), 1, 2, 3];
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(longer, out var header));
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckRecords(longer, header, 1 << 20));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Old_formats_are_named_even_when_shorter_than_a_header(byte magic)
    {
        var message = new byte[RecordBatchHeader.MagicAt + 1];
        message[^1] = magic;
        Assert.Equal(BatchError.BadMagic, RecordBatchValidator.CheckHeaderAndCrc(message, out _));
    }

    [Theory]
    [InlineData(int.MaxValue, BatchError.Truncated)]
    [InlineData(int.MaxValue - 11, BatchError.Truncated)]
    [InlineData(48, BatchError.BadLength)]
    [InlineData(0, BatchError.BadLength)]
    [InlineData(-1, BatchError.BadLength)]
    [InlineData(int.MinValue, BatchError.BadLength)]
    public void Lying_lengths(int length, BatchError expected)
    {
        var batch = GoldenBatches.For(CompressionCodec.None);
        SetLength(batch, length + RecordBatchHeader.LogOverheadBytes);
        Assert.Equal(expected, RecordBatchValidator.CheckHeaderAndCrc(batch, out var header));
        Assert.Equal(expected, RecordBatchValidator.CheckRecords(batch, header, 1 << 20));
    }

    [Theory]
    [InlineData(RecordBatchHeader.RecordCountAt, 5, BatchError.BadCount)]
    [InlineData(RecordBatchHeader.RecordCountAt, -1, BatchError.BadCount)]
    [InlineData(RecordBatchHeader.RecordCountAt, int.MaxValue, BatchError.BadCount)]
    [InlineData(RecordBatchHeader.LastOffsetDeltaAt, -1, BatchError.BadOffsets)]
    [InlineData(RecordBatchHeader.LastOffsetDeltaAt, 2, BatchError.BadCount)]
    public void Heads_that_contradict_themselves(int at, int value, BatchError expected)
    {
        var batch = GoldenBatches.For(CompressionCodec.None);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(at), value);
        RecordBatchPatch.WriteCrc(batch);
        Assert.Equal(expected, RecordBatchValidator.CheckHeaderAndCrc(batch, out _));
    }

    [Fact]
    public void Offsets_do_not_overflow()
    {
        var batch = GoldenBatches.For(CompressionCodec.None);
        RecordBatchPatch.SetBaseOffset(batch, long.MaxValue - 3);
        Assert.Equal(BatchError.BadOffsets, RecordBatchValidator.CheckHeaderAndCrc(batch, out _));
        RecordBatchPatch.SetBaseOffset(batch, long.MaxValue - 4);
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(batch, out var header));
        Assert.Equal(long.MaxValue, header.NextOffset);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Unknown_codecs_are_refused(byte codec)
    {
        var batch = GoldenBatches.For(CompressionCodec.None);
        batch[RecordBatchHeader.AttributesAt + 1] = codec;
        RecordBatchPatch.WriteCrc(batch);
        Assert.Equal(BatchError.BadCompression, RecordBatchValidator.CheckHeaderAndCrc(batch, out _));
    }

    // One record of 6 or more bytes: attributes, timestamp delta, offset delta, key length, value length, header count.
    [Theory]
    [InlineData("0C 00 00 00 01 01 00", BatchError.None)]
    [InlineData("0C 00 00 02 01 01 00", BatchError.BadOffsets)]
    [InlineData("0C 00 00 01 01 01 00", BatchError.BadOffsets)]
    [InlineData("0C 00 00 00 03 01 00", BatchError.BadRecord)] // key length -2
    [InlineData("0C 00 00 00 01 03 00", BatchError.BadRecord)] // value length -2
    [InlineData("0C 00 00 00 01 02 00", BatchError.BadRecord)] // value eats the header count
    [InlineData("0C 00 00 00 06 01 00", BatchError.BadRecord)] // key longer than the record
    [InlineData("0C 00 00 00 01 01 01", BatchError.BadRecord)] // header count -1
    [InlineData("0C 00 00 00 01 01 02", BatchError.BadRecord)] // a header that is not there
    [InlineData("0E 00 00 00 01 01 00 00", BatchError.BadRecord)] // a byte after the last header
    [InlineData("0E 00 00 00 01 01 00", BatchError.BadRecord)] // longer than the batch
    [InlineData("0A 00 00 00 01 01 00", BatchError.BadRecord)] // shorter than its fields
    [InlineData("0C 00 00 00 01 01 00 00", BatchError.BadCount)] // a byte after the last record
    [InlineData("01 00 00 00 01 01 00", BatchError.BadRecord)] // record length -1
    [InlineData("00", BatchError.BadRecord)]
    [InlineData("", BatchError.BadCount)]
    [InlineData("10 00 00 00 01 01 02 00 01", BatchError.None)] // header "" = null
    [InlineData("10 00 00 00 01 01 02 01 01", BatchError.BadRecord)] // header key null
    [InlineData("10 00 00 00 01 01 02 00 02", BatchError.BadRecord)] // header value outside
    [InlineData("10 00 00 00 01 01 02 00 03", BatchError.BadRecord)] // header value length -2
    [InlineData("12 00 00 00 01 01 02 00 01 00", BatchError.BadRecord)] // a byte after the header
    [InlineData("FF FF FF FF 0F 00", BatchError.BadRecord)] // record length int.MinValue
    [InlineData("FE FF FF FF 0F 00", BatchError.BadRecord)] // record length int.MaxValue
    [InlineData("80 80 80 80 80 00", BatchError.BadRecord)] // varint too long
    public void Records(string hex, BatchError expected)
    {
        var batch = OneRecordBatch(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(batch, out var header));
        Assert.Equal(expected, RecordBatchValidator.CheckRecords(batch, header, 1 << 20));
    }

    [Fact]
    public void Gaps_pass_only_where_compaction_is_expected()
    {
        using var builder = new RecordBatchBuilder();
        builder.Add(2, 0, default, true, default, true, default, 0);
        builder.Add(5, 0, default, true, default, true, default, 0);
        var batch = builder.Complete(9).ToArray();

        Assert.Equal(BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(batch, out var header));
        Assert.Equal((9, 2), (header.LastOffsetDelta, header.RecordCount));
        Assert.Equal(BatchError.BadCount, RecordBatchValidator.CheckRecords(batch, header, 1 << 20));
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckRecords(batch, header, 1 << 20, dense: false));

        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(RecordBatchHeader.LastOffsetDeltaAt), 4);
        RecordBatchPatch.WriteCrc(batch);
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(batch, out header));
        Assert.Equal(
            BatchError.BadOffsets, RecordBatchValidator.CheckRecords(batch, header, 1 << 20, dense: false));
    }

    [Theory]
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Snappy)]
    [InlineData(CompressionCodec.Lz4)]
    [InlineData(CompressionCodec.Zstd)]
    public void Bombs_are_too_large(CompressionCodec codec)
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(0, codec);
        builder.AddReservingValue(0, default, true, 50 << 20, default, 0).Clear();
        var batch = builder.Complete();
        Assert.InRange(batch.Length, 1, 3 << 20);

        using var scratch = new PooledBufferWriter();
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(batch, out var header));
        Assert.Equal(
            BatchError.TooLarge, RecordBatchValidator.CheckRecords(batch, header, 1 << 20, scratch: scratch));
        Assert.InRange(scratch.CapacityBytes, 0, 4 << 20);
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckRecords(batch, header, 51 << 20));
    }

    [Fact]
    public void Damaged_records_with_a_right_checksum_never_throw()
    {
        var random = new Random(23);
        var refused = 0;
        foreach (var codec in Enum.GetValues<CompressionCodec>())
        {
            var golden = GoldenBatches.For(codec);
            for (var i = 0; i < 20_000; i++)
            {
                var damaged = golden.ToArray();
                for (var n = random.Next(1, 4); n > 0; n--)
                    damaged[random.Next(RecordBatchHeader.Bytes, damaged.Length)] = (byte)random.Next(256);
                RecordBatchPatch.WriteCrc(damaged);
                Assert.Equal(BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(damaged, out var header));
                if (RecordBatchValidator.CheckRecords(damaged, header, 1 << 16) != BatchError.None) refused++;
            }
        }

        Assert.InRange(refused, 20_000, 100_000);
    }

    [Fact]
    public void Checking_an_uncompressed_batch_allocates_nothing()
    {
        var batch = GoldenBatches.For(CompressionCodec.None);
        Check(batch);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Check(batch);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Check(byte[] batch)
        {
            if (RecordBatchValidator.CheckHeaderAndCrc(batch, out var header) != BatchError.None
                || RecordBatchValidator.CheckRecords(batch, header, 1 << 20) != BatchError.None)
                throw new InvalidOperationException("refused");
        }
    }

    private static byte[] OneRecordBatch(byte[] records)
    {
        byte[] batch = [.. GoldenBatches.For(CompressionCodec.None).AsSpan(0, RecordBatchHeader.Bytes), .. records];
        SetLength(batch, batch.Length);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(RecordBatchHeader.LastOffsetDeltaAt), 0);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(RecordBatchHeader.RecordCountAt), 1);
        RecordBatchPatch.WriteCrc(batch);
        return batch;
    }

    private static void SetLength(byte[] batch, int sizeBytes) => BinaryPrimitives.WriteInt32BigEndian(
        batch.AsSpan(RecordBatchHeader.LengthAt), sizeBytes - RecordBatchHeader.LogOverheadBytes);
}
