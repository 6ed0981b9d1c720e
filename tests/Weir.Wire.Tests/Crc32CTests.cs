namespace Weir.Wire.Tests;

public sealed class Crc32CTests
{
    // RFC 3720 B.4, and the usual check value.
    public static TheoryData<string, uint> Vectors => new()
    {
        { "", 0 },
        { Convert.ToHexString("123456789"u8), 0xE3069283 },
        { new string('0', 64), 0x8A9136AA },
        { new string('F', 64), 0x62A8AB43 },
        { "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", 0x46DD794E },
        { "1F1E1D1C1B1A191817161514131211100F0E0D0C0B0A09080706050403020100", 0x113FDB5C },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Known_vectors(string hex, uint expected)
    {
        var source = Convert.FromHexString(hex);
        Assert.Equal(expected, Crc32C.Compute(source));
        Assert.Equal(expected, ~Crc32CSoftware.Update(~0u, source));
    }

    [Fact]
    public void Every_path_agrees_with_the_bit_by_bit_definition_at_every_length()
    {
        // 3 x 256 is where interleaving starts, 3 x 4096 where its long blocks do.
        var source = RandomBytes(3 * 4096 + 3 * 256 + 40);
        var register = ~0u;
        for (var length = 0; length <= source.Length; length++)
        {
            if (length > 0) register = NextRegister(register, source[length - 1]);
            if (length is > 1700 and < 3 * 4096 - 9 && length % 97 != 0) continue;

            var head = source.AsSpan(0, length);
            Assert.Equal(~register, Crc32C.Compute(head));
            Assert.Equal(register, Crc32CSoftware.Update(~0u, head));
        }
    }

    [Fact]
    public void The_instruction_path_is_the_one_under_test_here()
    {
        // On a machine without the instruction the comparison above would compare tables with tables.
        Assert.True(Crc32C.IsHardwareSupported);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(768)]
    [InlineData(13_000)]
    public void Appending_continues(int splitAt)
    {
        var source = RandomBytes(30_001);
        Assert.Equal(
            Crc32C.Compute(source), Crc32C.Append(Crc32C.Compute(source.AsSpan(0, splitAt)), source.AsSpan(splitAt)));
    }

    private static uint NextRegister(uint register, byte b)
    {
        register ^= b;
        for (var bit = 0; bit < 8; bit++) register = (register & 1) != 0 ? register >> 1 ^ 0x82F63B78 : register >> 1;
        return register;
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
