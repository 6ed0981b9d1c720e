using Weir.Wire.Records;
using Weir.Wire.Records.Compression;

namespace Weir.Wire.Tests.Records;

public sealed class RecordCompressionTests
{
    public static TheoryData<CompressionCodec> Codecs => new(
        CompressionCodec.Gzip, CompressionCodec.Snappy, CompressionCodec.Lz4, CompressionCodec.Zstd);

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Round_trips(CompressionCodec codec)
    {
        var random = new Random(3);
        int[] lengths =
            [
                1, 2, 7, 8, 9, 15, 16, 17, 59, 60, 61, 62, 255, 256, 257, 258, 4000, 32768, 32769, 65537, 200_000,
                1_000_003,
            ];
        foreach (var length in lengths)
        {
            foreach (var alphabet in (int[])[1, 2, 6, 256])
            {
                var source = new byte[length];
                for (var i = 0; i < length; i++) source[i] = (byte)random.Next(alphabet);
                // Distant and overlapping repeats.
                if (length > 300) source.AsSpan(0, 100).CopyTo(source.AsSpan(length - 150));
                Assert.Equal(source, Decompress(codec, Compress(codec, source), length));
            }
        }
    }

    [Fact]
    public void Lz4_blocks_are_independent_as_the_Java_client_demands()
    {
        var frame = Compress(CompressionCodec.Lz4, new byte[200_000]);
        Assert.Equal([0x04, 0x22, 0x4D, 0x18], frame[..4]);
        Assert.Equal(0b01_1_00000, frame[4] & 0b11_1_00000); // version 01, independent
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Repetition_gets_smaller(CompressionCodec codec)
    {
        var source = new byte[100_000];
        for (var i = 0; i < source.Length; i++) source[i] = (byte)(i % 23);
        Assert.InRange(Compress(codec, source).Length, 1, source.Length / 10);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void One_byte_over_the_limit_is_too_large(CompressionCodec codec)
    {
        foreach (var length in (int[])[1, 1000, 65536, 65537, 300_000])
        {
            var compressed = Compress(codec, new byte[length]);
            Assert.Equal(length, Decompress(codec, compressed, length).Length);
            Assert.Equal(BatchError.TooLarge, ErrorOf(codec, compressed, length - 1));
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_bomb_takes_no_more_memory_than_the_limit(CompressionCodec codec)
    {
        var bomb = Compress(codec, new byte[64 << 20]);
        using var output = new PooledBufferWriter();
        Assert.Equal(BatchError.TooLarge, RecordCompression.Decompress(codec, bomb, output, 100_000));
        Assert.InRange(output.CapacityBytes, 0, 4 * 100_000);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void No_truncation_passes_for_the_whole(CompressionCodec codec)
    {
        var source = new byte[70_000];
        new Random(5).NextBytes(source.AsSpan(0, 2000));
        var compressed = Compress(codec, source);
        for (var length = 0; length < compressed.Length; length++)
        {
            using var output = new PooledBufferWriter();
            var error = RecordCompression.Decompress(codec, compressed.AsSpan(0, length), output, 1 << 20);

            // Blocks of the snappy framing stand alone: a cut between them shows only as records that are missing.
            if (error == BatchError.None)
                Assert.True(codec == CompressionCodec.Snappy && output.WrittenBytes % 32768 == 0);
            else
                Assert.Equal(BatchError.BadCompression, error);
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Damage_is_an_error_or_other_bytes_but_never_an_exception(CompressionCodec codec)
    {
        var random = new Random(11);
        var source = new byte[3000];
        for (var i = 0; i < source.Length; i++) source[i] = (byte)random.Next(12);
        var compressed = Compress(codec, source);
        using var output = new PooledBufferWriter();
        var refused = 0;
        for (var i = 0; i < 5000; i++)
        {
            var damaged = compressed.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            output.Clear();
            var error = RecordCompression.Decompress(codec, damaged, output, 10_000);
            if (error != BatchError.None) refused++;
            Assert.InRange(output.CapacityBytes, 0, 1 << 18);
        }

        Assert.InRange(refused, 20, 5000);
    }

    [Fact]
    public void Zstandard_frames_may_follow_each_other()
    {
        byte[] twice = [.. Compress(CompressionCodec.Zstd, [1, 2, 3]), .. Compress(CompressionCodec.Zstd, [4, 5])];
        Assert.Equal([1, 2, 3, 4, 5], Decompress(CompressionCodec.Zstd, twice, 5));
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_decoder_that_stopped_half_way_starts_afresh(CompressionCodec codec)
    {
        var compressed = Compress(codec, new byte[300_000]);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(BatchError.TooLarge, ErrorOf(codec, compressed, 1000));
            Assert.Equal(BatchError.BadCompression, ErrorOf(codec, compressed[..^1], 1 << 20));
            Assert.Equal(300_000, Decompress(codec, compressed, 1 << 20).Length);
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Trailing_garbage_is_refused(CompressionCodec codec)
    {
        byte[] longer = [.. Compress(codec, [1, 2, 3]), 1, 2, 3, 4, 5];
        Assert.Equal(BatchError.BadCompression, ErrorOf(codec, longer, 100));
    }

    [Theory]
    [InlineData("00", "")] // a block of nothing
    [InlineData("030461626300", null)] // wrong literal length
    [InlineData("0308616263", "616263")] // literal 3
    [InlineData("0A0861626315030000", null)] // trailing garbage
    [InlineData("0A086162630D03", "61626361626361626361")] // overlapping 1-byte-offset copy of 7
    [InlineData("07086162630E0300", "61626361626361")] // 2-byte-offset copy of 4
    [InlineData("07086162630F03000000", "61626361626361")] // 4-byte-offset copy of 4
    [InlineData("07086162630E0400", null)] // offset before the start
    [InlineData("07086162630E0000", null)] // offset 0
    [InlineData("06086162630E0300", null)] // copy past the end
    [InlineData("08086162630E0300", null)] // result too short
    [InlineData("0308", null)]
    [InlineData("03F4FFFFFF", null)]
    [InlineData("03FCFFFFFFFF616263", null)] // a literal of 4 GiB
    [InlineData("FFFFFFFF0F08616263", null)] // a result of 4 GiB
    public void Snappy_blocks(string hex, string? expected)
    {
        var source = Convert.FromHexString(hex);
        using var output = new PooledBufferWriter();
        var error = RecordCompression.Decompress(CompressionCodec.Snappy, source, output, uint.MaxValue);
        Assert.Equal(expected is null ? BatchError.BadCompression : BatchError.None, error);
        if (expected is not null) Assert.Equal(expected, Convert.ToHexString(output.WrittenSpan), ignoreCase: true);
    }

    [Fact]
    public void A_lying_snappy_length_rents_nothing()
    {
        using var output = new PooledBufferWriter();
        byte[] source = [0xFF, 0xFF, 0xFF, 0x7F, 0x00, 0x61];
        Assert.Equal(
            BatchError.BadCompression,
            RecordCompression.Decompress(CompressionCodec.Snappy, source, output, long.MaxValue));
        Assert.Equal(0, output.CapacityBytes);
    }

    [Fact]
    public void Uncompressed_bytes_are_copied_within_the_limit()
    {
        Assert.Equal([1, 2], Decompress(CompressionCodec.None, [1, 2], 2));
        Assert.Equal(BatchError.TooLarge, ErrorOf(CompressionCodec.None, [1, 2], 1));
    }

    [Fact]
    public void Unknown_codecs_are_refused()
    {
        Assert.Equal(BatchError.BadCompression, ErrorOf((CompressionCodec)5, [1], 1));
        using var output = new PooledBufferWriter();
        Assert.Throws<NotSupportedException>(() => RecordCompression.Compress((CompressionCodec)5, [1], output));
    }

    [Fact]
    public void A_library_that_is_missing_is_no_exception() =>
        Assert.Equal(0, NativeCodecLibrary.Load("libweir-has-no-such-library.so.9", "neither-this.dll"));

    private static byte[] Compress(CompressionCodec codec, byte[] source)
    {
        using var output = new PooledBufferWriter();
        RecordCompression.Compress(codec, source, output);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Decompress(CompressionCodec codec, byte[] source, long maxBytes)
    {
        using var output = new PooledBufferWriter();
        Assert.Equal(BatchError.None, RecordCompression.Decompress(codec, source, output, maxBytes));
        return output.WrittenSpan.ToArray();
    }

    private static BatchError ErrorOf(CompressionCodec codec, byte[] source, long maxBytes)
    {
        using var output = new PooledBufferWriter();
        return RecordCompression.Decompress(codec, source, output, maxBytes);
    }
}
