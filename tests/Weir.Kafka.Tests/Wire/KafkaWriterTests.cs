using System.Buffers;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Wire;

public sealed class KafkaWriterTests
{
    [Fact]
    public void Frames_stand_behind_each_other_with_their_sizes()
    {
        using var writer = new KafkaWriter();
        var first = writer.BeginFrame();
        writer.WriteInt16(1);
        writer.EndFrame(first);
        var second = writer.BeginFrame();
        writer.WriteBool(true);
        writer.EndFrame(second, bytesToFollow: 100);
        Assert.Equal("000000020001" + "0000006501", Convert.ToHexStringLower(writer.WrittenSpan));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(127, 1)]
    [InlineData(128, 2)]
    [InlineData(16_383, 2)]
    [InlineData(16_384, 3)]
    [InlineData(3_000_000, 4)]
    public void A_tag_of_any_size_is_moved_behind_its_size(int size, int sizeBytes)
    {
        var value = new byte[size];
        new Random(size).NextBytes(value);
        using var writer = new KafkaWriter();
        var start = writer.BeginTag(1);
        writer.Write(value);
        writer.EndTag(start);
        writer.WriteSByte(42);
        Assert.Equal(1 + sizeBytes + size + 1, writer.Length);
        var reader = new KafkaReader(writer.WrittenSpan);
        Assert.Equal(1, reader.ReadTag(out var end));
        Assert.Equal(size, end - reader.Position);
        Assert.True(value.AsSpan().SequenceEqual(reader.Rest[..size]));
        reader.SkipTo(end);
        Assert.Equal(42, reader.ReadSByte());
    }

    [Fact]
    public void The_buffer_grows_and_keeps_what_was_written()
    {
        using var writer = new KafkaWriter();
        for (var i = 0; i < 100_000; i++) writer.WriteInt32(i);
        var reader = new KafkaReader(writer.WrittenSpan);
        for (var i = 0; i < 100_000; i++) Assert.Equal(i, reader.ReadInt32());
    }

    [Fact]
    public void Clear_starts_over_and_Dispose_ends()
    {
        var writer = new KafkaWriter();
        writer.Write(new byte[3_000_000]);
        writer.Clear();
        writer.WriteSByte(1);
        Assert.Equal("01", Convert.ToHexStringLower(writer.WrittenSpan));
        writer.Dispose();
        writer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => writer.WriteSByte(1));
    }

    [Fact]
    public void A_classic_string_has_a_longest_length()
    {
        using var writer = new KafkaWriter();
        writer.WriteString(new string('x', 32_767), false);
        Assert.Throws<NotSupportedException>(() => writer.WriteString(new string('x', 32_768), false));
        writer.WriteString(new string('x', 32_768), true);
    }

    [Fact]
    public void Records_are_slices_of_the_memory_they_came_in()
    {
        byte[] bytes = [0, 0, 0, 2, 7, 8];
        var slice = new KafkaReader(bytes.AsMemory()).ReadRecords(false);
        bytes[4] = 9;
        Assert.Equal([9, 8], slice.ToArray());
        var copy = new KafkaReader(bytes.AsSpan()).ReadRecords(false);
        bytes[4] = 1;
        Assert.Equal([9, 8], copy.ToArray());
    }
}
