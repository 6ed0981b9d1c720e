using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Weir.Broker.Routing;

/// <summary>
/// Hashes short byte keys, eight bytes a step, by folded 128-bit products. Look-up tables use a seed of this process,
/// so that nobody can prepare colliding keys; consistent hashing uses a fixed one, so that its choices outlive a
/// restart.
/// </summary>
internal static class KeyHash
{
    private const ulong Odd1 = 0x9E3779B97F4A7C15;
    private const ulong Odd2 = 0xD6E8FEB86659FD93;

    private static readonly ulong ProcessSeed = NewSeed();

    /// <summary>Never 0.</summary>
    public static ulong Of(ReadOnlySpan<byte> key) => Of(key, ProcessSeed);

    /// <summary>Never 0, and the same on every machine.</summary>
    public static ulong Of(ReadOnlySpan<byte> key, ulong seed)
    {
        ulong hash = seed ^ (uint)key.Length * Odd2;
        while (key.Length >= 8)
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key), Odd1);
            key = key[8..];
        }

        ulong tail = 0;
        for (int i = 0; i < key.Length; i++) tail |= (ulong)key[i] << (8 * i);
        hash = Fold(Fold(hash ^ tail, Odd2) ^ Odd1, Odd1);
        return hash == 0 ? 1 : hash;
    }

    public static ulong Combine(ulong left, ulong right) => Fold(left ^ Odd2, right ^ Odd1);

    /// <summary>From the system, as all of a new Guid but its version, and without OpenSSL, which takes 5 MB.</summary>
    private static ulong NewSeed()
    {
        Guid random = Guid.NewGuid();
        ReadOnlySpan<ulong> halves = MemoryMarshal.Cast<Guid, ulong>(new ReadOnlySpan<Guid>(in random));
        return halves[0] ^ halves[1];
    }

    private static ulong Fold(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }
}
