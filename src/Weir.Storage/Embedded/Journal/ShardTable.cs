namespace Weir.Storage.Embedded.Journal;

/// <summary>The journal's streams: one per shard, and the catalog's behind them.</summary>
internal static class ShardTable
{
    public const int Catalog = ShardId.Count;
    public const int Count = ShardId.Count + 1;

    public static string Name(int shard) => shard == Catalog ? "the catalog" : new ShardId(shard).ToString();
}
