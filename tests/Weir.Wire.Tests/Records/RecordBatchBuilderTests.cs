using System.Buffers;
using Weir.Wire.Records;

namespace Weir.Wire.Tests.Records;

public sealed class RecordBatchBuilderTests
{
    public static TheoryData<CompressionCodec> Codecs => new(Enum.GetValues<CompressionCodec>());

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Random_records_come_back(CompressionCodec codec)
    {
        var random = new Random(31);
        using var builder = new RecordBatchBuilder();
        using var decompressed = new PooledBufferWriter();
        for (var round = 0; round < 50; round++)
        {
            var timestamps = new long[random.Next(1, 200)];
            var values = new byte[timestamps.Length][];
            builder.Reset(1000, codec, 7, 8, 9, control: round % 2 == 0);
            for (var i = 0; i < timestamps.Length; i++)
            {
                timestamps[i] = random.NextInt64(-5_000_000_000, 5_000_000_000);
                values[i] = new byte[random.Next(300)];
                random.NextBytes(values[i]);
                builder.Add(timestamps[i], values[i], false, values[i], false, default, 0);
            }

            var batch = builder.Complete();
            Assert.Equal(BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(batch, out var header));
            Assert.Equal(
                BatchError.None,
                RecordBatchValidator.CheckRecords(batch, header, 1 << 20, scratch: decompressed));
            Assert.Equal((1000, timestamps.Max()), (header.BaseTimestamp, header.MaxTimestamp));
            Assert.Equal((7L, (short)8, 9), (header.ProducerId, header.ProducerEpoch, header.BaseSequence));
            Assert.Equal((codec, round % 2 == 0), (header.Compression, header.IsControl));

            var plain = codec == CompressionCodec.None ? batch[RecordBatchHeader.Bytes..] : decompressed.WrittenSpan;
            Assert.Equal(builder.SizeBytes, RecordBatchHeader.Bytes + plain.Length);
            var reader = new RecordReader(plain, header.RecordCount);
            for (var i = 0; i < timestamps.Length; i++)
            {
                Assert.True(reader.TryRead(out var record));
                Assert.Equal((i, timestamps[i] - 1000), (record.OffsetDelta, record.TimestampDelta));
                Assert.True(record.Key.SequenceEqual(values[i]) && record.Value.SequenceEqual(values[i]));
            }

            Assert.False(reader.TryRead(out _) || reader.IsMalformed);
        }
    }

    [Fact]
    public void The_three_ways_to_add_a_value_write_the_same()
    {
        using var builder = new RecordBatchBuilder();
        builder.Add(5, "k"u8, false, "value"u8, false, default, 0);
        var expected = builder.Complete().ToArray();

        builder.Reset(0);
        var first = new Segment("va"u8.ToArray(), null, 0);
        var second = new Segment("lue"u8.ToArray(), first, 2);
        builder.Add(5, "k"u8, false, new ReadOnlySequence<byte>(first, 0, second, 3), default, 0);
        Assert.Equal(expected, builder.Complete().ToArray());

        builder.Reset(0);
        "value"u8.CopyTo(builder.AddReservingValue(5, "k"u8, false, 5, default, 0));
        Assert.Equal(expected, builder.Complete().ToArray());
    }

    [Fact]
    public void A_value_written_in_place_does_not_touch_the_headers_behind_it()
    {
        using var headers = new RecordHeaderWriter();
        headers.Add("a"u8, "b"u8);
        "cd"u8.CopyTo(headers.AddReservingValue("c"u8, 2));
        Assert.Equal(RecordHeaderWriter.SizeOf(1, 1) + RecordHeaderWriter.SizeOf(1, 2), headers.Raw.Length);

        using var builder = new RecordBatchBuilder();
        builder.AddReservingValue(0, default, true, 3, headers.Raw, headers.Count).Fill(0xFF);
        var batch = builder.Complete();
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(batch, out var header));
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckRecords(batch, header, 0));
        var reader = new RecordReader(batch[RecordBatchHeader.Bytes..], 1);
        Assert.True(reader.TryRead(out var record));
        Assert.Equal([0xFF, 0xFF, 0xFF], record.Value.ToArray());
        Assert.Equal(headers.Raw.ToArray(), record.RawHeaders.ToArray());
    }

    [Fact]
    public void Misuse_is_refused()
    {
        using var builder = new RecordBatchBuilder();
        Assert.Throws<InvalidOperationException>(() => builder.Complete().Length);
        Assert.Throws<InvalidOperationException>(() => builder.CompletedMemory);
        Assert.Throws<NotSupportedException>(() => builder.Reset(0, (CompressionCodec)5));
        builder.Add(3, 0, default, true, default, true, default, 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Add(3, 0, default, true, default, true, default, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Complete(2).Length);
        builder.Complete();
        Assert.Throws<InvalidOperationException>(() => builder.Add(0, default, true, default, true, default, 0));
    }

    [Fact]
    public void A_batch_that_lost_all_its_records_still_covers_its_offsets()
    {
        using var builder = new RecordBatchBuilder();
        builder.BaseOffset = 100;
        builder.LeaderEpoch = 4;
        var batch = builder.Complete(9);
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(batch, out var header));
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckRecords(batch, header, 0, dense: false));
        Assert.Equal((100, 109, 110, 0), (header.BaseOffset, header.LastOffset, header.NextOffset, header.RecordCount));
        Assert.Equal(4, header.LeaderEpoch);
        Assert.Equal(RecordBatchHeader.Bytes, header.SizeBytes);
    }

    [Fact]
    public void Building_in_steady_state_allocates_nothing()
    {
        using var builder = new RecordBatchBuilder();
        using var headers = new RecordHeaderWriter();
        var value = new byte[100];
        for (var i = 0; i < 50; i++) Build(builder, headers, value);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++) Build(builder, headers, value);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Build(RecordBatchBuilder builder, RecordHeaderWriter headers, byte[] value)
        {
            builder.Reset(0);
            for (var i = 0; i < 100; i++)
            {
                headers.Reset();
                headers.Add("name"u8, "value"u8);
                builder.Add(i, "key"u8, false, value, false, headers.Raw, headers.Count);
            }

            builder.Complete();
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] memory, Segment? before, long runningIndex)
        {
            Memory = memory;
            RunningIndex = runningIndex;
            before?.Next = this;
        }
    }
}
