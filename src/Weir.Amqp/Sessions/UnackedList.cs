namespace Weir.Amqp.Sessions;

/// <summary>
/// The unsettled deliveries of a channel by tag. Tags only grow, so the list is ordered: the usual tag, at the head, is
/// found at once and others by bisection. Settled ones in between are left as holes until they are the larger part, so
/// memory follows what is unsettled.
/// </summary>
internal sealed class UnackedList
{
    private const int CapacityMin = 16;

    private UnackedEntry[] _items = new UnackedEntry[CapacityMin];
    private int _head;
    private int _end;
    private int _holes;

    public int Count => _end - _head - _holes;

    public void Add(in UnackedEntry entry)
    {
        if (_end == _items.Length) MakeRoom();
        _items[_end++] = entry;
    }

    /// <summary>
    /// Takes the delivery of that tag, and with <paramref name="multiple"/> all before it (all there are for tag 0).
    /// False when the tag is not there.
    /// </summary>
    public bool TryTake(ulong tag, bool multiple, List<UnackedEntry> into)
    {
        if (multiple && tag == 0)
        {
            TakeAll(into);
            return true;
        }

        int at = IndexOf(tag);
        if (at < 0) return false;
        if (multiple)
        {
            for (int i = _head; i <= at; i++) Take(i, into);
        }
        else
        {
            Take(at, into);
        }

        Shrink();
        return true;
    }

    public void TakeAll(List<UnackedEntry> into)
    {
        for (int i = _head; i < _end; i++) Take(i, into);
        Shrink();
    }

    /// <summary>Puts back what was taken and turned out not to be settled: a transaction rolled back.</summary>
    public void Restore(List<UnackedEntry> entries)
    {
        var all = new List<UnackedEntry>(Count + entries.Count);
        TakeAll(all);
        all.AddRange(entries);
        all.Sort(static (a, b) => a.Tag.CompareTo(b.Tag));
        foreach (UnackedEntry entry in all) Add(entry);
    }

    private int IndexOf(ulong tag)
    {
        if (_head == _end || tag < _items[_head].Tag || tag > _items[_end - 1].Tag) return -1;
        ulong ahead = tag - _items[_head].Tag;
        if (ahead < (ulong)(_end - _head) && _items[_head + (int)ahead].Tag == tag) return Present(_head + (int)ahead);
        int low = _head, high = _end - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            ulong found = _items[middle].Tag;
            if (found == tag) return Present(middle);
            if (found < tag) low = middle + 1;
            else high = middle - 1;
        }

        return -1;
    }

    private int Present(int at) => _items[at].Queue is null ? -1 : at;

    private void Take(int at, List<UnackedEntry> into)
    {
        if (_items[at].Queue is null) return;
        into.Add(_items[at]);
        _items[at] = new UnackedEntry(_items[at].Tag, null, default, null);
        _holes++;
    }

    private void Shrink()
    {
        while (_head < _end && _items[_head].Queue is null)
        {
            _head++;
            _holes--;
        }

        if (_head == _end) _head = _end = 0;
        else if (_holes > CapacityMin && _holes > Count) Compact(_items);
    }

    private void MakeRoom() =>
        Compact(_head + _holes >= _items.Length / 2 ? _items : new UnackedEntry[_items.Length * 2]);

    private void Compact(UnackedEntry[] into)
    {
        int end = 0;
        for (int i = _head; i < _end; i++)
            if (_items[i].Queue is not null) into[end++] = _items[i];
        if (ReferenceEquals(into, _items)) Array.Clear(_items, end, _end - end);
        _items = into;
        _head = _holes = 0;
        _end = end;
    }
}
