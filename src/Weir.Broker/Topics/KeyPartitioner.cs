using System.Buffers.Binary;

namespace Weir.Broker.Topics;

/// <summary>
/// Picks a stream's partition by the key with the hash that Kafka's producers use (murmur2), so that a key lies in the
/// same partition whatever protocol wrote it. The partitions of a queue are its priorities.
/// </summary>
public static class KeyPartitioner
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;
    private const int Shift = 24;

    public static Partition Pick(Topic topic, ReadOnlySpan<byte> key, int priority)
    {
        IReadOnlyList<Partition> partitions = topic.Partitions;
        if (partitions.Count == 1) return partitions[0];
        if (topic.Kind == TopicKind.Queue) return partitions[Math.Min(priority, partitions.Count - 1)];
        return partitions[Hash(key) % partitions.Count];
    }

    /// <summary>Never negative.</summary>
    public static int Hash(ReadOnlySpan<byte> key)
    {
        uint hash = Seed ^ (uint)key.Length;
        while (key.Length >= 4)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(key) * Multiplier;
            word = (word ^ (word >> Shift)) * Multiplier;
            hash = (hash * Multiplier) ^ word;
            key = key[4..];
        }

        if (key.Length == 3) hash ^= (uint)key[2] << 16;
        if (key.Length >= 2) hash ^= (uint)key[1] << 8;
        if (key.Length >= 1) hash = (hash ^ key[0]) * Multiplier;
        hash = (hash ^ (hash >> 13)) * Multiplier;
        return (int)((hash ^ (hash >> 15)) & int.MaxValue);
    }
}
