using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Weir.Wire;

/// <summary>
/// CRC-32C by instruction, on the raw register. One instruction takes eight bytes and three cycles but a new one can
/// start every cycle, so long inputs run as three independent streams over adjacent blocks:
/// <code>
/// | block 0, from state | block 1, from 0 | block 2, from 0 |   then state = shift(shift(c0) ^ c1) ^ c2
/// </code>
/// where shift advances a register over one block of zero bytes. CRC is linear, so a shift is four table look-ups.
/// </summary>
internal static class Crc32CHardware
{
    private const int LongBlockBytes = 4096;
    private const int ShortBlockBytes = 256;

    private static readonly uint[] LongShift = MakeShift(LongBlockBytes);
    private static readonly uint[] ShortShift = MakeShift(ShortBlockBytes);

    public static uint Update(uint state, ReadOnlySpan<byte> source)
    {
        if (source.Length >= 3 * ShortBlockBytes)
        {
            state = UpdateBlocks(state, ref source, LongBlockBytes, LongShift);
            state = UpdateBlocks(state, ref source, ShortBlockBytes, ShortShift);
        }

        var at = 0;
        for (; source.Length - at >= 8; at += 8)
            state = Step(state, BinaryPrimitives.ReadUInt64LittleEndian(source[at..]));
        for (; at < source.Length; at++) state = Step(state, source[at]);
        return state;
    }

    private static uint UpdateBlocks(uint state, ref ReadOnlySpan<byte> source, int blockBytes, uint[] shift)
    {
        while (source.Length >= 3 * blockBytes)
        {
            uint c0 = state, c1 = 0, c2 = 0;
            ref var first = ref MemoryMarshal.GetReference(source);
            ref var second = ref Unsafe.Add(ref first, blockBytes);
            ref var third = ref Unsafe.Add(ref second, blockBytes);
            for (nint i = 0; i < blockBytes; i += 8)
            {
                c0 = Step(c0, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, i)));
                c1 = Step(c1, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref second, i)));
                c2 = Step(c2, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref third, i)));
            }

            state = Shift(shift, Shift(shift, c0) ^ c1) ^ c2;
            source = source[(3 * blockBytes)..];
        }

        return state;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Step(uint state, ulong eight) => Sse42.X64.IsSupported
        ? (uint)Sse42.X64.Crc32(state, eight)
        : Crc32.Arm64.ComputeCrc32C(state, eight);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Step(uint state, byte one) => Sse42.IsSupported
        ? Sse42.Crc32(state, one)
        : Crc32.ComputeCrc32C(state, one);

    private static uint Shift(uint[] shift, uint state) =>
        shift[(byte)state] ^ shift[0x100 + (byte)(state >> 8)]
        ^ shift[0x200 + (byte)(state >> 16)] ^ shift[0x300 + (int)(state >> 24)];

    private static uint[] MakeShift(int blockBytes)
    {
        var shift = new uint[4 * 256];
        if (!Crc32C.IsHardwareSupported) return shift;

        for (var bit = 0; bit < 32; bit++)
        {
            var register = 1u << bit;
            for (var i = 0; i < blockBytes; i += 8) register = Step(register, 0ul);
            var table = bit / 8 * 256;
            for (var i = 0; i < 256; i++)
            {
                if ((i >> (bit % 8) & 1) != 0) shift[table + i] ^= register;
            }
        }

        return shift;
    }
}
