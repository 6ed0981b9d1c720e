using Microsoft.AspNetCore.Mvc;

namespace Weir.Admin.Http;

/// <summary>What every list can be asked: which part, of which names, in which order.</summary>
public readonly record struct ListQuery(
    [FromQuery(Name = "namespace")] string? Namespace,
    string? Filter,
    string? Sort,
    bool? Descending,
    int? Page,
    int? PageSize)
{
    public const int PageSizeMax = 1000;

    private const int PageSizeDefault = 100;

    public int PageOrFirst => Page ?? 1;

    public int PageSizeOrDefault => PageSize ?? PageSizeDefault;

    public bool Selects(string ns) => Namespace is null || Namespace == ns;

    public bool Matches(string name) =>
        string.IsNullOrEmpty(Filter) || name.Contains(Filter, StringComparison.OrdinalIgnoreCase);

    /// <summary>One page of what <paramref name="items"/> gives, sorted by one of the columns.</summary>
    public Page<T> Of<T>(IEnumerable<T> items, params ReadOnlySpan<SortKey<T>> keys)
    {
        int page = PageOrFirst, size = PageSizeOrDefault;
        if (page < 1) throw ApiException.Invalid($"page is {page} but begins at 1");
        if (size is < 1 or > PageSizeMax)
            throw ApiException.Invalid($"pageSize is {size} but must be 1 to {PageSizeMax}");
        SortKey<T> key = Find(keys);
        List<T> all = [.. items];
        int sign = Descending == true ? -1 : 1;
        all.Sort((a, b) => sign * key.Compare(a, b));
        long first = (long)(page - 1) * size;
        if (first >= all.Count) return new Page<T>([], all.Count, page, size);
        int count = Math.Min(size, all.Count - (int)first);
        return new Page<T>(all.GetRange((int)first, count), all.Count, page, size);
    }

    private SortKey<T> Find<T>(ReadOnlySpan<SortKey<T>> keys)
    {
        if (Sort is null) return keys[0];
        var names = new List<string>();
        foreach (SortKey<T> key in keys)
        {
            if (key.Name.Equals(Sort, StringComparison.OrdinalIgnoreCase)) return key;
            names.Add(key.Name);
        }

        throw ApiException.Invalid($"sort is '{Sort}' but must be one of {string.Join(", ", names)}");
    }
}
