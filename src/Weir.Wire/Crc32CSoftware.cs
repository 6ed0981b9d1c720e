using System.Buffers.Binary;

namespace Weir.Wire;

/// <summary>
/// Table-driven CRC-32C, eight bytes a step. Works on the raw register: the caller inverts before and after.
/// Table k maps a byte to the register it leaves after k more zero bytes, so eight look-ups advance eight bytes.
/// </summary>
internal static class Crc32CSoftware
{
    // x^32 + x^28 + x^27 + x^26 + x^25 + x^23 + x^22 + x^20 + x^19 + x^18 + x^14 + x^13 + x^11 + x^10 + x^9 + x^8
    // + x^6 + 1, bit-reversed: the instruction sets process the low bit first.
    private const uint ReversedPolynomial = 0x82F63B78;

    private static readonly uint[] Tables = MakeTables();

    public static uint Update(uint state, ReadOnlySpan<byte> source)
    {
        var t = Tables;
        while (source.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(source) ^ state;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
            state = t[0x700 + (byte)low] ^ t[0x600 + (byte)(low >> 8)]
                ^ t[0x500 + (byte)(low >> 16)] ^ t[0x400 + (int)(low >> 24)]
                ^ t[0x300 + (byte)high] ^ t[0x200 + (byte)(high >> 8)]
                ^ t[0x100 + (byte)(high >> 16)] ^ t[(int)(high >> 24)];
            source = source[8..];
        }

        foreach (var b in source) state = t[(byte)(state ^ b)] ^ (state >> 8);
        return state;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[8 * 256];
        for (var i = 0u; i < 256; i++)
        {
            var register = i;
            for (var bit = 0; bit < 8; bit++) register = (register >> 1) ^ ((register & 1) * ReversedPolynomial);
            tables[i] = register;
        }

        for (var i = 256; i < tables.Length; i++)
            tables[i] = tables[(byte)tables[i - 256]] ^ (tables[i - 256] >> 8);
        return tables;
    }
}
