namespace Weir.Storage.Logs;

/// <summary>
/// Names one log for ever: the shard that keeps it in the upper 16 bits, a number that is never reused in the lower 48.
/// </summary>
public readonly record struct PartitionId(long Value) : IComparable<PartitionId>
{
    private const int NumberBits = 48;

    public ShardId Shard => new((int)(Value >> NumberBits));

    public long Number => Value & ((1L << NumberBits) - 1);

    public static PartitionId Create(ShardId shard, long number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)shard.Value, (uint)ShardId.Count, nameof(shard));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)number, 1UL << NumberBits, nameof(number));
        return new PartitionId(((long)shard.Value << NumberBits) | number);
    }

    public int CompareTo(PartitionId other) => Value.CompareTo(other.Value);

    public override string ToString() => $"{Shard.Value}/{Number}";

    public static bool operator <(PartitionId left, PartitionId right) => left.Value < right.Value;

    public static bool operator >(PartitionId left, PartitionId right) => left.Value > right.Value;

    public static bool operator <=(PartitionId left, PartitionId right) => left.Value <= right.Value;

    public static bool operator >=(PartitionId left, PartitionId right) => left.Value >= right.Value;
}
