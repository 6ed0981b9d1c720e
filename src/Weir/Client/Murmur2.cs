using System.Buffers.Binary;

namespace Weir.Client;

/// <summary>
/// MurmurHash2, 32 bits, with the seed of Kafka's Java client: the same key goes to the same partition whichever of the
/// two produced it.
/// </summary>
internal static class Murmur2
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;
    private const int Rotation = 24;

    public static int PartitionOf(ReadOnlySpan<byte> key, int partitions) =>
        (int)(Hash(key) & int.MaxValue) % partitions;

    public static uint Hash(ReadOnlySpan<byte> data)
    {
        uint hash = Seed ^ (uint)data.Length;
        for (; data.Length >= 4; data = data[4..])
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(data) * Multiplier;
            word ^= word >> Rotation;
            hash = (hash * Multiplier) ^ (word * Multiplier);
        }

        if (data.Length >= 3) hash ^= (uint)data[2] << 16;
        if (data.Length >= 2) hash ^= (uint)data[1] << 8;
        if (data.Length >= 1) hash = (hash ^ data[0]) * Multiplier;
        hash = (hash ^ (hash >> 13)) * Multiplier;
        return hash ^ (hash >> 15);
    }
}
