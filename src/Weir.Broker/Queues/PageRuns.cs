namespace Weir.Broker.Queues;

/// <summary>
/// Runs of page numbers, sorted, disjoint and never touching each other. However long a run is, it costs one entry: a
/// purge of a billion messages, or a range that a damaged file claims, takes no more than a range of two.
/// </summary>
internal sealed class PageRuns
{
    private readonly List<(long From, long To)> _runs = [];

    public int Count => _runs.Count;

    /// <summary>In order; the ends are exclusive.</summary>
    public IReadOnlyList<(long From, long To)> All => _runs;

    /// <summary>Whether the page is in a run, and where that run ends.</summary>
    public bool TryFind(long page, out long end)
    {
        int index = FirstEndingAbove(page);
        bool isFound = index < _runs.Count && _runs[index].From <= page;
        end = isFound ? _runs[index].To : page;
        return isFound;
    }

    /// <summary>Adds the pages and merges what they touch.</summary>
    public void Add(long from, long to)
    {
        int first = FirstEndingAbove(from - 1);
        int last = first;
        for (; last < _runs.Count && _runs[last].From <= to; last++)
        {
            from = Math.Min(from, _runs[last].From);
            to = Math.Max(to, _runs[last].To);
        }

        if (last == first)
        {
            _runs.Insert(first, (from, to));
            return;
        }

        _runs[first] = (from, to);
        _runs.RemoveRange(first + 1, last - first - 1);
    }

    public void RemoveBelow(long page)
    {
        int gone = FirstEndingAbove(page);
        _runs.RemoveRange(0, gone);
        if (_runs.Count > 0 && _runs[0].From < page) _runs[0] = (page, _runs[0].To);
    }

    /// <summary>The index of the first run whose end lies above the page; the count when there is none.</summary>
    private int FirstEndingAbove(long page)
    {
        int low = 0;
        int high = _runs.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_runs[middle].To > page) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
