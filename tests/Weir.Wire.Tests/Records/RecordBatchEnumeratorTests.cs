using System.Buffers.Binary;
using Weir.Wire.Records;

namespace Weir.Wire.Tests.Records;

public sealed class RecordBatchEnumeratorTests
{
    [Fact]
    public void Whole_batches_come_one_by_one_and_a_cut_at_any_byte_ends_at_the_last_whole_one()
    {
        var first = GoldenBatches.For(CompressionCodec.None);
        var second = GoldenBatches.For(CompressionCodec.Zstd);
        byte[] both = [.. first, .. second];
        for (var length = 0; length <= both.Length; length++)
        {
            var batches = new RecordBatchEnumerator(both.AsSpan(0, length));
            var whole = 0;
            while (batches.MoveNext())
            {
                var expected = whole++ == 0 ? first : second;
                Assert.True(batches.Batch.SequenceEqual(expected));
                Assert.Equal(expected.Length, batches.Header.SizeBytes);
            }

            var end = length == both.Length ? both.Length : length >= first.Length ? first.Length : 0;
            Assert.Equal(end, batches.Position);
            Assert.Equal(end == length ? BatchError.None : BatchError.Truncated, batches.Error);
            Assert.False(batches.MoveNext());
        }
    }

    [Theory]
    [InlineData(0, BatchError.BadLength)]
    [InlineData(-13, BatchError.BadLength)]
    [InlineData(int.MinValue, BatchError.BadLength)]
    [InlineData(int.MaxValue, BatchError.Truncated)]
    public void Lying_lengths_end_the_walk(int length, BatchError expected)
    {
        byte[] bytes = [.. GoldenBatches.For(CompressionCodec.None), .. GoldenBatches.For(CompressionCodec.None)];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(bytes.Length / 2 + RecordBatchHeader.LengthAt), length);
        var batches = new RecordBatchEnumerator(bytes);
        Assert.True(batches.MoveNext());
        Assert.False(batches.MoveNext());
        Assert.Equal((expected, bytes.Length / 2), (batches.Error, batches.Position));
        Assert.True(batches.Batch.IsEmpty);
    }
}
