using System.Numerics;

namespace Weir.Broker.Queues;

/// <summary>
/// A set of offsets at or above a floor, as pages of bits; made for settlements, which come mostly in order. Everything
/// below the floor is in the set and costs nothing, and so does a page that is wholly set: memory follows what is
/// mixed.
/// </summary>
internal sealed class OffsetSet
{
    private const int PageBits = 12;
    private const int PageOffsets = 1 << PageBits;
    private const int PageWords = PageOffsets / 64;

    /// <summary>Stands for every page with all bits set; never written to.</summary>
    private static readonly ulong[] Full = NewFull();

    private readonly Dictionary<long, ulong[]> _pages = [];

    public OffsetSet(long floor) => Floor = floor;

    /// <summary>All offsets below are in the set; this one is not.</summary>
    public long Floor { get; private set; }

    public bool Contains(long offset)
    {
        if (offset < Floor) return true;
        return _pages.TryGetValue(offset >> PageBits, out ulong[]? page)
            && IsSet(page, (int)(offset & (PageOffsets - 1)));
    }

    /// <summary>
    /// Adds <paramref name="from"/> to <paramref name="to"/> (exclusive) and moves the floor if it can.
    /// </summary>
    public void Add(long from, long to)
    {
        if (to <= Floor) return;
        if (from <= Floor)
        {
            long before = Floor;
            Floor = to;
            DropPages(before);
            Climb();
            return;
        }

        for (long at = from; at < to;)
        {
            long end = Math.Min(to, ((at >> PageBits) + 1) << PageBits);
            AddInPage(at, end);
            at = end;
        }
    }

    /// <summary>The ranges above the floor, in order.</summary>
    public IEnumerable<(long From, long To)> Ranges()
    {
        long from = -1, to = -1;
        foreach (long number in _pages.Keys.Order())
        {
            ulong[] page = _pages[number];
            for (int bit = 0; bit < PageOffsets; bit++)
            {
                if (!IsSet(page, bit)) continue;
                long offset = (number << PageBits) + bit;
                if (offset < Floor) continue;
                if (offset != to)
                {
                    if (from >= 0) yield return (from, to);
                    from = offset;
                }

                to = offset + 1;
            }
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
            if (ReferenceEquals(page, Full)) count += end - first;
            else count += CountInPage(page, (int)(first & (PageOffsets - 1)), (int)((end - 1) & (PageOffsets - 1)));
        }

        return count;
    }

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
        if (!_pages.TryGetValue(number, out ulong[]? page)) _pages[number] = page = new ulong[PageWords];
        if (ReferenceEquals(page, Full)) return;
        int first = (int)(from & (PageOffsets - 1));
        int last = (int)((to - 1) & (PageOffsets - 1));
        for (int word = first >> 6; word <= last >> 6; word++) page[word] |= Mask(word, first, last);

        if (page.AsSpan().IndexOfAnyExcept(ulong.MaxValue) < 0) _pages[number] = Full;
    }

    /// <summary>Moves the floor over what is set from there on.</summary>
    private void Climb()
    {
        while (_pages.Count > 0 && _pages.TryGetValue(Floor >> PageBits, out ulong[]? page))
        {
            int bit = (int)(Floor & (PageOffsets - 1));
            int set = CountSetFrom(page, bit);
            if (set == 0) return;
            Floor += set;
            if (bit + set < PageOffsets) return;
            _pages.Remove((Floor - 1) >> PageBits);
        }
    }

    private void DropPages(long from)
    {
        if (_pages.Count == 0) return;
        for (long number = from >> PageBits; number < Floor >> PageBits; number++) _pages.Remove(number);
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

    private static ulong[] NewFull()
    {
        ulong[] page = new ulong[PageWords];
        Array.Fill(page, ulong.MaxValue);
        return page;
    }
}
