namespace Weir.Admin.Http;

/// <summary>A column that a list can be sorted by.</summary>
public readonly record struct SortKey<T>(string Name, Comparison<T> Compare)
{
    public SortKey(string name, Func<T, string> value)
        : this(name, (a, b) => string.CompareOrdinal(value(a), value(b)))
    {
    }

    public SortKey(string name, Func<T, double> value)
        : this(name, (a, b) => value(a).CompareTo(value(b)))
    {
    }
}
