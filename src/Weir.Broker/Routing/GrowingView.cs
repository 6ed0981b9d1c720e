namespace Weir.Broker.Routing;

/// <summary>
/// A list at one moment. It never changes, yet appending is cheap: the longer view shares the array, in which nothing
/// that a view counts is written again. Only the newest view may be appended to.
/// </summary>
internal sealed class GrowingView<T>
    where T : class
{
    public static readonly GrowingView<T> Empty = new([], 0);

    private readonly T[] _items;

    private GrowingView(T[] items, int count)
    {
        _items = items;
        Count = count;
    }

    public int Count { get; }

    public ReadOnlySpan<T> Items => _items.AsSpan(0, Count);

    public GrowingView<T> With(T item)
    {
        T[] items = _items;
        if (Count == items.Length) Array.Resize(ref items, Math.Max(1, Count * 2));
        items[Count] = item;
        return new GrowingView<T>(items, Count + 1);
    }

    public GrowingView<T> Without(T item)
    {
        if (Count == 1) return Empty;
        int at = 0;
        while (!ReferenceEquals(_items[at], item)) at++;
        var rest = new T[Count - 1];
        Items[..at].CopyTo(rest);
        Items[(at + 1)..].CopyTo(rest.AsSpan(at));
        return new GrowingView<T>(rest, rest.Length);
    }
}
