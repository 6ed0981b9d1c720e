using System.Numerics;

namespace Weir.Broker.Queues;

/// <summary>
/// A set of offsets at or above a floor, as pages of bits; made for settlements, which come mostly in order. Everything
/// below the floor is in the set and costs nothing, and so does a page that is wholly set: memory follows what is
/// mixed, and neither memory nor time follows how long a range is.
/// </summary>
internal sealed class OffsetSet
{
    private const int PageBits = 12;
    private const int PageOffsets = 1 << PageBits;
    private const int PageWords = PageOffsets / 64;

    /// <summary>Pages with some bits set.</summary>
    private readonly Dictionary<long, ulong[]> _pages = [];

    /// <summary>Pages with all bits set; none of them is among the others.</summary>
    private readonly PageRuns _full = new();

    public OffsetSet(long floor) => Floor = floor;

    /// <summary>All offsets below are in the set; this one is not.</summary>
    public long Floor { get; private set; }

    public bool Contains(long offset)
    {
        if (offset < Floor) return true;
        if (_pages.TryGetValue(offset >> PageBits, out ulong[]? page))
            return IsSet(page, (int)(offset & (PageOffsets - 1)));
        return _full.TryFind(offset >> PageBits, out _);
    }

    /// <summary>
    /// Adds <paramref name="from"/> to <paramref name="to"/> (exclusive) and moves the floor if it can.
    /// </summary>
    public void Add(long from, long to)
    {
        if (to <= Floor || to <= from) return;
        if (from <= Floor)
        {
            long before = Floor;
            Floor = to;
            RemovePages(before >> PageBits, Floor >> PageBits);
            _full.RemoveBelow(Floor >> PageBits);
            Climb();
            return;
        }

        long first = (from >> PageBits) + 1;
        long last = (to - 1) >> PageBits;
        if (first > last)
        {
            AddInPage(from, to);
            return;
        }

        AddInPage(from, first << PageBits);
        AddInPage(last << PageBits, to);
        if (first == last) return;
        RemovePages(first, last);
        _full.Add(first, last);
    }

    /// <summary>The ranges above the floor, in order.</summary>
    public IEnumerable<(long From, long To)> Ranges()
    {
        long from = -1, to = -1;
        foreach ((long start, long end) in Pieces())
        {
            if (start != to)
            {
                if (from >= 0) yield return (from, to);
                from = start;
            }

            to = end;
        }

        if (from >= 0) yield return (from, to);
    }

    /// <summary>How many offsets of the set lie from <paramref name="from"/> to <paramref name="to"/> (exclusive).
    /// </summary>
    public long CountBetween(long from, long to)
    {
        long count = Math.Max(0, Math.Min(to, Floor) - from);
        from = Math.Max(from, Floor);
        foreach ((long number, ulong[] page) in _pages)
        {
            long first = Math.Max(from, number << PageBits);
            long end = Math.Min(to, (number + 1) << PageBits);
            if (first >= end) continue;
            count += CountInPage(page, (int)(first & (PageOffsets - 1)), (int)((end - 1) & (PageOffsets - 1)));
        }

        foreach ((long first, long end) in _full.All)
            count += Math.Max(0, Math.Min(to, end << PageBits) - Math.Max(from, first << PageBits));
        return count;
    }

    /// <summary>What is set at or above the floor, in order; neighbours may touch.</summary>
    private IEnumerable<(long From, long To)> Pieces()
    {
        int run = 0;
        foreach (long number in _pages.Keys.Order())
        {
            for (; run < _full.Count && _full.All[run].From < number; run++) yield return Piece(_full.All[run]);
            ulong[] page = _pages[number];
            for (int bit = 0; bit < PageOffsets; bit++)
            {
                long offset = (number << PageBits) + bit;
                if (IsSet(page, bit) && offset >= Floor) yield return (offset, offset + 1);
            }
        }

        for (; run < _full.Count; run++) yield return Piece(_full.All[run]);
    }

    private static (long From, long To) Piece((long From, long To) run) =>
        (run.From << PageBits, run.To << PageBits);

    private static int CountInPage(ulong[] page, int first, int last)
    {
        int count = 0;
        for (int word = first >> 6; word <= last >> 6; word++)
            count += BitOperations.PopCount(page[word] & Mask(word, first, last));
        return count;
    }

    /// <summary>The bits of a word that lie between two bits of the page, both included.</summary>
    private static ulong Mask(int word, int first, int last)
    {
        ulong mask = ulong.MaxValue;
        if (word == first >> 6) mask &= ulong.MaxValue << (first & 63);
        if (word == last >> 6) mask &= ulong.MaxValue >> (63 - (last & 63));
        return mask;
    }

    private void AddInPage(long from, long to)
    {
        long number = from >> PageBits;
        if (!_pages.TryGetValue(number, out ulong[]? page))
        {
            if (_full.TryFind(number, out _)) return;
            _pages[number] = page = new ulong[PageWords];
        }

        int first = (int)(from & (PageOffsets - 1));
        int last = (int)((to - 1) & (PageOffsets - 1));
        for (int word = first >> 6; word <= last >> 6; word++) page[word] |= Mask(word, first, last);
        if (page.AsSpan().IndexOfAnyExcept(ulong.MaxValue) >= 0) return;
        _pages.Remove(number);
        _full.Add(number, number + 1);
    }

    /// <summary>Moves the floor over what is set from there on.</summary>
    private void Climb()
    {
        while (_pages.Count > 0 || _full.Count > 0)
        {
            if (_full.TryFind(Floor >> PageBits, out long end))
            {
                Floor = end << PageBits;
                _full.RemoveBelow(end);
                continue;
            }

            if (!_pages.TryGetValue(Floor >> PageBits, out ulong[]? page)) return;
            int bit = (int)(Floor & (PageOffsets - 1));
            int set = CountSetFrom(page, bit);
            if (set == 0) return;
            Floor += set;
            if (bit + set < PageOffsets) return;
            _pages.Remove((Floor - 1) >> PageBits);
        }
    }

    /// <summary>
    /// Removes the mixed pages from one number to another (exclusive): by number or by page, whichever are fewer.
    /// </summary>
    private void RemovePages(long first, long end)
    {
        if (end - first <= _pages.Count)
        {
            for (long number = first; number < end; number++) _pages.Remove(number);
            return;
        }

        foreach (long number in _pages.Keys)
        {
            if (number >= first && number < end) _pages.Remove(number);
        }
    }

    private static int CountSetFrom(ulong[] page, int bit)
    {
        int start = bit;
        while (bit < PageOffsets)
        {
            int run = BitOperations.TrailingZeroCount(~(page[bit >> 6] >> (bit & 63)));
            int room = 64 - (bit & 63);
            bit += Math.Min(run, room);
            if (run < room) break;
        }

        return bit - start;
    }

    private static bool IsSet(ulong[] page, int bit) => (page[bit >> 6] & (1UL << (bit & 63))) != 0;
}
