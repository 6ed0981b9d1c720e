namespace Weir.Broker.Queues;

/// <summary>
/// Offsets that lie ahead of where a queue goes on and are settled, before it was opened or out of turn: they are not
/// handed out.
/// Owned by the dispatcher, but for <see cref="Count"/>.
/// </summary>
internal sealed class SettledAhead
{
    private (long From, long To)[] _ranges;
    private int _first;
    private long _at;
    private long _count;

    /// <param name="ranges">Ordered.</param>
    /// <param name="next">Where the queue goes on.</param>
    public SettledAhead(IEnumerable<(long From, long To)> ranges, long next)
    {
        _ranges = [.. ranges];
        _at = long.MinValue;
        foreach ((long from, long to) in _ranges) _count += to - from;
        Pass(next);
    }

    /// <summary>How many lie ahead.</summary>
    public long Count => Volatile.Read(ref _count);

    public bool Contains(long offset)
    {
        int low = _first, high = _ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            if (offset < _ranges[middle].From) high = middle - 1;
            else if (offset >= _ranges[middle].To) low = middle + 1;
            else return true;
        }

        return false;
    }

    /// <summary>One more, ahead and not among them.</summary>
    public void Add(long offset)
    {
        int at = _first;
        while (at < _ranges.Length && _ranges[at].To < offset) at++;
        (long from, long to) = (offset, offset + 1);
        int replaced = at;
        while (replaced < _ranges.Length && _ranges[replaced].From <= to)
        {
            (from, to) = (Math.Min(from, _ranges[replaced].From), Math.Max(to, _ranges[replaced].To));
            replaced++;
        }

        _ranges = [.. _ranges[_first..at], (from, to), .. _ranges[replaced..]];
        _first = 0;
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>The first offset from <paramref name="next"/> on that is not among them.</summary>
    public long Skip(long next)
    {
        int i = _first;
        while (i < _ranges.Length && _ranges[i].To <= next) i++;
        for (; i < _ranges.Length && _ranges[i].From <= next; i++) next = _ranges[i].To;
        return next;
    }

    /// <summary>The queue has come to <paramref name="next"/>.</summary>
    public void Pass(long next)
    {
        long passed = 0;
        while (_first < _ranges.Length)
        {
            (long from, long to) = _ranges[_first];
            passed += Math.Max(0, Math.Min(to, next) - Math.Max(from, _at));
            if (to > next) break;
            _first++;
        }

        if (passed > 0) Volatile.Write(ref _count, _count - passed);
        _at = next;
    }
}
