namespace Weir.Wire.Tests;

public sealed class VarIntTests
{
    public static TheoryData<long, string> Signed => new()
    {
        { 0, "00" },
        { -1, "01" },
        { 1, "02" },
        { 63, "7E" },
        { -64, "7F" },
        { 64, "8001" },
        { 300, "D804" },
        { int.MaxValue, "FEFFFFFF0F" },
        { int.MinValue, "FFFFFFFF0F" },
        { long.MaxValue, "FEFFFFFFFFFFFFFFFF01" },
        { long.MinValue, "FFFFFFFFFFFFFFFFFF01" },
    };

    [Theory]
    [MemberData(nameof(Signed))]
    public void Signed_values_are_zigzag(long value, string hex)
    {
        var encoded = Convert.FromHexString(hex);
        Span<byte> room = stackalloc byte[VarInt.Int64BytesMax];

        Assert.Equal(encoded.Length, VarInt.SizeOfInt64(value));
        Assert.Equal(encoded, room[..VarInt.WriteInt64(room, value)].ToArray());
        Assert.True(VarInt.TryReadInt64(encoded, out var read, out var bytesRead));
        Assert.Equal((value, encoded.Length), (read, bytesRead));
        if (value is < int.MinValue or > int.MaxValue) return;

        Assert.Equal(encoded.Length, VarInt.SizeOfInt32((int)value));
        Assert.Equal(encoded, room[..VarInt.WriteInt32(room, (int)value)].ToArray());
        Assert.True(VarInt.TryReadInt32(encoded, out var read32, out bytesRead));
        Assert.Equal((value, encoded.Length), (read32, bytesRead));
    }

    [Fact]
    public void Every_size_boundary_round_trips_and_every_truncation_is_told_apart()
    {
        Span<byte> room = stackalloc byte[VarInt.Int64BytesMax];
        for (var shift = 0; shift < 64; shift++)
        {
            for (var nudge = -1; nudge <= 1; nudge++)
            {
                var value = (1UL << shift) + (ulong)nudge;
                var size = VarInt.WriteUInt64(room, value);
                Assert.Equal(size, VarInt.SizeOfUInt64(value));
                Assert.True(VarInt.TryReadUInt64(room, out var read, out var bytesRead));
                Assert.Equal((value, size), (read, bytesRead));
                Assert.False(VarInt.TryReadUInt64(room[..(size - 1)], out _, out bytesRead));
                Assert.Equal(0, bytesRead);
                if (value > uint.MaxValue) continue;

                Assert.Equal(size, VarInt.SizeOfUInt32((uint)value));
                Assert.Equal(size, VarInt.WriteUInt32(room, (uint)value));
                Assert.True(VarInt.TryReadUInt32(room, out var read32, out bytesRead));
                Assert.Equal((value, size), (read32, bytesRead));
                Assert.False(VarInt.TryReadUInt32(room[..(size - 1)], out _, out bytesRead));
                Assert.Equal(0, bytesRead);
            }
        }
    }

    [Theory]
    [InlineData("FFFFFFFF10", false)] // a 33rd bit
    [InlineData("808080808000", false)] // a sixth byte
    [InlineData("FFFFFFFF7F", false)]
    [InlineData("FFFFFFFFFFFFFFFFFF02", true)] // a 65th bit
    [InlineData("8080808080808080808000", true)] // an eleventh byte
    public void Values_that_do_not_fit_are_malformed(string hex, bool is64)
    {
        var encoded = Convert.FromHexString(hex);
        var read = is64
            ? VarInt.TryReadUInt64(encoded, out _, out var bytesRead)
            : VarInt.TryReadUInt32(encoded, out _, out bytesRead);
        Assert.False(read);
        Assert.Equal(-1, bytesRead);
    }

    [Fact]
    public void Redundant_zero_groups_are_accepted_within_the_limit()
    {
        Assert.True(VarInt.TryReadInt32([0x82, 0x80, 0x80, 0x80, 0x00, 0xFF], out var value, out var bytesRead));
        Assert.Equal((1, 5), (value, bytesRead));
    }

    [Fact]
    public void The_record_path_reads_what_the_plain_one_reads()
    {
        var random = new Random(7);
        Span<byte> room = stackalloc byte[3 + VarInt.Int64BytesMax];
        for (var i = 0; i < 20_000; i++)
        {
            var value = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
            var size = VarInt.WriteInt64(room[3..], value);
            var position = 3;
            Assert.True(VarInt.TryTakeInt64(room, ref position, out var read));
            Assert.Equal((value, 3 + size), (read, position));

            size = VarInt.WriteInt32(room[3..], (int)value);
            position = 3;
            Assert.True(VarInt.TryTakeInt32(room, ref position, out var read32));
            Assert.Equal(((int)value, 3 + size), (read32, position));
            position = 3;
            Assert.False(VarInt.TryTakeInt32(room[..(2 + size)], ref position, out _));
            Assert.Equal(3, position);
        }
    }
}
