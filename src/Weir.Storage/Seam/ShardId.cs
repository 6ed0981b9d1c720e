namespace Weir.Storage;

/// <summary>One of the fixed number of ownership units of a data directory; 0 to <see cref="Count"/> - 1.</summary>
public readonly record struct ShardId(int Value)
{
    /// <summary>Shards in every data directory. Persisted placement depends on it: never change it.</summary>
    public const int Count = 64;

    public override string ToString() => $"shard {Value}";
}
