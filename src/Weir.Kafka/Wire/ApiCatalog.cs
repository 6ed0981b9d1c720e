namespace Weir.Kafka.Wire;

/// <summary>Every API key the codec knows, in key order.</summary>
public static partial class ApiCatalog
{
    private static readonly ApiEntry[] Entries = CreateEntries();
    private static readonly ApiEntry?[] ByKey = Index();

    public static ReadOnlySpan<ApiEntry> All => Entries;

    /// <summary>Finds a key as it came off the wire, which may be any number.</summary>
    public static bool TryGet(short key, out ApiEntry entry)
    {
        var found = key >= 0 && key < ByKey.Length ? ByKey[key] : null;
        entry = found.GetValueOrDefault();
        return found is not null;
    }

    public static ApiEntry Get(ApiKey key) =>
        TryGet((short)key, out var entry)
            ? entry
            : throw new ArgumentOutOfRangeException(nameof(key), key, "is not in the catalogue");

    private static ApiEntry?[] Index()
    {
        var index = new ApiEntry?[(int)Entries[^1].Key + 1];
        foreach (var entry in Entries) index[(int)entry.Key] = entry;
        return index;
    }
}
