using System.Diagnostics.CodeAnalysis;

namespace Weir.Storage.Catalogs;

/// <summary>The catalog's entries in memory, by key and in key order. Not thread-safe.</summary>
internal sealed class CatalogTable
{
    private const int KeyCharactersMax = 4096;

    private readonly Dictionary<string, CatalogEntry> _entries = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _keys = new(StringComparer.Ordinal);

    public int Count => _entries.Count;

    public CatalogEntry? Get(string key) => _entries.GetValueOrDefault(key);

    public IReadOnlyList<CatalogEntry> List(string prefix)
    {
        SortedSet<string> keys = prefix.Length == 0 ? _keys : _keys.GetViewBetween(prefix, prefix + char.MaxValue);
        List<CatalogEntry> found = new(keys.Count);
        foreach (string key in keys)
            found.Add(_entries[key]);
        return found;
    }

    public void Apply(CatalogEntry entry)
    {
        if (entry.Value is null)
        {
            if (_entries.Remove(entry.Key))
                _keys.Remove(entry.Key);
            return;
        }

        if (_entries.TryAdd(entry.Key, entry))
            _keys.Add(entry.Key);
        else
            _entries[entry.Key] = entry;
    }

    /// <summary>
    /// What the changes would make of the entries, without making it; false when a version is not the expected one.
    /// <paramref name="pending"/> holds accepted changes that are not applied yet. Deleting what is not there is nothing.
    /// </summary>
    public bool TryPlan(
        IReadOnlyList<CatalogChange> changes,
        Dictionary<string, CatalogEntry> pending,
        [NotNullWhen(true)] out List<CatalogEntry>? planned)
    {
        planned = [];
        foreach (CatalogChange change in changes)
        {
            if (!pending.TryGetValue(change.Key, out CatalogEntry? current))
                current = Get(change.Key);
            bool exists = current?.Value is not null;
            if (change.ExpectedVersion >= 0 && change.ExpectedVersion != (exists ? current!.Version : 0))
            {
                planned = null;
                return false;
            }

            if (!exists && change.Value is null)
                continue;
            ReadOnlyMemory<byte>? value = change.Value is { } bytes
                ? new ReadOnlyMemory<byte>(bytes.ToArray())
                : default(ReadOnlyMemory<byte>?);
            planned.Add(new CatalogEntry(change.Key, exists ? current!.Version + 1 : 1, value));
        }

        return true;
    }

    public static void Validate(IReadOnlyList<CatalogChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        HashSet<string> keys = new(StringComparer.Ordinal);
        foreach (CatalogChange change in changes)
        {
            if (change.Key.Length is 0 or > KeyCharactersMax)
                throw new ArgumentException($"A catalog key has 1 to {KeyCharactersMax} characters.", nameof(changes));
            if (change.ExpectedVersion < -1)
                throw new ArgumentException("An expected version is -1 or more.", nameof(changes));
            if (!keys.Add(change.Key))
                throw new ArgumentException($"The key {change.Key} is in one put twice.", nameof(changes));
        }
    }
}
