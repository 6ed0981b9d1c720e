using System.Buffers.Binary;

namespace Weir.Fuzz.Tests.Engine;

/// <summary>
/// Changes inputs as damage and malice do: bits, bytes, integers of every width and order at their edges, varints,
/// ranges cut, doubled, moved and taken from another input. All chance comes from one seed.
/// </summary>
internal sealed class Mutator(Random random)
{
    private const int InputBytesMax = 64 << 10;

    private static readonly long[] Edges =
    [
        0, 1, -1, 2, 7, 8, 15, 16, 31, 32, 63, 64, 100, 127, 128, 255, 256, 1000, 4095, 4096, 32767, 32768, 65535,
        65536, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue,
    ];

    public byte[] Mutate(byte[] input, byte[] other)
    {
        List<byte> bytes = [.. input];
        for (int left = 1 << random.Next(5); left > 0; left--) Change(bytes, other);
        if (bytes.Count > InputBytesMax) bytes.RemoveRange(InputBytesMax, bytes.Count - InputBytesMax);
        return [.. bytes];
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        if (bytes.Count == 0)
        {
            bytes.AddRange(Noise(random.Next(1, 32)));
            return;
        }

        int at = random.Next(bytes.Count);
        switch (random.Next(14))
        {
            case 0 or 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes[at] = (byte)random.Next(256);
                break;
            case 3:
                bytes[at] = (byte)Edges[random.Next(Edges.Length)];
                break;
            case 4 or 5 or 6:
                Overwrite(bytes, at, Integer(bytes.Count));
                break;
            case 7:
                Replace(bytes, at, VarInt());
                break;
            case 8:
                bytes.InsertRange(at, Noise(random.Next(1, 17)));
                break;
            case 9:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 33), bytes.Count - at));
                break;
            case 10:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 11:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 65), bytes.Count - at)));
                break;
            case 12:
                Splice(bytes, at, other);
                break;
            default:
                byte delta = (byte)random.Next(1, 5);
                bytes[at] = (byte)(random.Next(2) == 0 ? bytes[at] + delta : bytes[at] - delta);
                break;
        }
    }

    // An edge, or the input's own length and what is near it: lengths that nearly fit find more than absurd ones.
    private byte[] Integer(int inputBytes)
    {
        long value = random.Next(3) == 0 ? inputBytes + random.Next(-70, 3) : Edges[random.Next(Edges.Length)];
        byte[] bytes = new byte[1 << random.Next(1, 4)];
        Span<byte> wide = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(wide, value);
        wide[..bytes.Length].CopyTo(bytes);
        if (random.Next(2) == 0) Array.Reverse(bytes);
        return bytes;
    }

    private byte[] VarInt()
    {
        ulong value = (ulong)Edges[random.Next(Edges.Length)];
        List<byte> bytes = [];
        for (; value >= 0x80 && bytes.Count < 10; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] with)
    {
        for (int i = 0; i < with.Length && at + i < bytes.Count; i++) bytes[at + i] = with[i];
    }

    private static void Replace(List<byte> bytes, int at, byte[] with)
    {
        bytes.RemoveAt(at);
        bytes.InsertRange(at, with);
    }

    private void Splice(List<byte> bytes, int at, byte[] other)
    {
        if (other.Length == 0) return;
        int from = random.Next(other.Length);
        int count = random.Next(1, Math.Min(other.Length - from, 4096) + 1);
        if (random.Next(2) == 0) bytes.RemoveRange(at, Math.Min(count, bytes.Count - at));
        bytes.InsertRange(at, other.AsSpan(from, count).ToArray());
    }

    private byte[] Noise(int count)
    {
        byte[] noise = new byte[count];
        random.NextBytes(noise);
        return noise;
    }
}
