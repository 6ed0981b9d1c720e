using System.Collections;

namespace Weir.Broker.Routing;

/// <summary>
/// Named values that a client gave with an exchange, a queue or a binding. Immutable; keeps the order they came in,
/// which equality ignores. Of a name given twice the first counts.
/// </summary>
public sealed class Arguments : IReadOnlyList<KeyValuePair<string, ArgumentValue>>, IEquatable<Arguments>
{
    public static readonly Arguments Empty = new([]);

    private readonly KeyValuePair<string, ArgumentValue>[] _entries;

    private Arguments(KeyValuePair<string, ArgumentValue>[] entries) => _entries = entries;

    public int Count => _entries.Length;

    public KeyValuePair<string, ArgumentValue> this[int index] => _entries[index];

    public static Arguments Of(params IEnumerable<(string Name, ArgumentValue Value)> entries)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var kept = new List<KeyValuePair<string, ArgumentValue>>();
        foreach ((string name, ArgumentValue value) in entries)
        {
            if (names.Add(name)) kept.Add(new KeyValuePair<string, ArgumentValue>(name, value));
        }

        return kept.Count == 0 ? Empty : new Arguments([.. kept]);
    }

    public bool TryGet(string name, out ArgumentValue value)
    {
        foreach (KeyValuePair<string, ArgumentValue> entry in _entries)
        {
            if (!string.Equals(entry.Key, name, StringComparison.Ordinal)) continue;
            value = entry.Value;
            return true;
        }

        value = default;
        return false;
    }

    public ArgumentValue? Get(string name) => TryGet(name, out ArgumentValue value) ? value : null;

    /// <summary>The same with one value set or replaced.</summary>
    public Arguments With(string name, ArgumentValue value) =>
        Of(_entries.Where(e => e.Key != name).Select(e => (e.Key, e.Value)).Append((name, value)));

    public byte[] Encode() => ArgumentCodec.Encode(this);

    /// <exception cref="Weir.Storage.DamagedDataException">The bytes are not what <see cref="Encode"/> made.</exception>
    public static Arguments Decode(ReadOnlySpan<byte> bytes) => ArgumentCodec.Decode(bytes);

    public bool Equals(Arguments? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || other.Count != Count) return false;
        foreach (KeyValuePair<string, ArgumentValue> entry in _entries)
        {
            if (!other.TryGet(entry.Key, out ArgumentValue value) || value != entry.Value) return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as Arguments);

    public override int GetHashCode()
    {
        int hash = Count;
        foreach (KeyValuePair<string, ArgumentValue> entry in _entries)
            hash ^= HashCode.Combine(entry.Key, entry.Value);
        return hash;
    }

    public IEnumerator<KeyValuePair<string, ArgumentValue>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, ArgumentValue>>)_entries).GetEnumerator();

    public override string ToString() => $"{{{string.Join(", ", _entries.Select(e => $"{e.Key}={e.Value}"))}}}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
