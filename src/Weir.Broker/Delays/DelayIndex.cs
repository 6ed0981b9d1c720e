using System.Diagnostics.CodeAnalysis;

namespace Weir.Broker.Delays;

/// <summary>
/// The parked records of one shard, the next one due on top: a heap with four children a node, in one array that grows
/// by a quarter. Nothing else is kept of a record, so a million of them cost 16 to 20 MB. Not thread-safe.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is no collection for others.")]
internal sealed class DelayIndex
{
    private const int Arity = 4;
    private const int CapacityMin = 64;

    private DelayEntry[] _heap = [];

    public int Count { get; private set; }

    public DelayEntry Next => _heap[0];

    public void Add(DelayEntry entry)
    {
        if (Count == _heap.Length) Array.Resize(ref _heap, Math.Max(CapacityMin, Count + (Count / 4)));
        int at = Count++;
        while (at > 0)
        {
            int parent = (at - 1) / Arity;
            if (!entry.IsBefore(_heap[parent])) break;
            _heap[at] = _heap[parent];
            at = parent;
        }

        _heap[at] = entry;
    }

    public bool TryTakeDue(long nowMs, out DelayEntry entry)
    {
        entry = default;
        if (Count == 0 || _heap[0].DueMs > nowMs) return false;
        entry = _heap[0];
        DelayEntry last = _heap[--Count];
        if (Count > 0) SiftDown(0, last);
        else _heap = [];
        return true;
    }

    public void RemoveWhere(Predicate<DelayEntry> match)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
            if (!match(_heap[i])) _heap[kept++] = _heap[i];
        Count = kept;
        Array.Resize(ref _heap, kept);
        for (int i = (Count - 2) / Arity; i >= 0 && Count > 1; i--) SiftDown(i, _heap[i]);
    }

    public void CopyOffsets(List<long> into)
    {
        for (int i = 0; i < Count; i++) into.Add(_heap[i].Offset);
    }

    private void SiftDown(int at, DelayEntry entry)
    {
        while (true)
        {
            int first = (at * Arity) + 1;
            if (first >= Count) break;
            int least = first;
            int end = Math.Min(first + Arity, Count);
            for (int child = first + 1; child < end; child++)
                if (_heap[child].IsBefore(_heap[least])) least = child;
            if (!_heap[least].IsBefore(entry)) break;
            _heap[at] = _heap[least];
            at = least;
        }

        _heap[at] = entry;
    }
}
