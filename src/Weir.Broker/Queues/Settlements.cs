using Weir.Broker.Shards;
using Weir.Broker.Tracing;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;

namespace Weir.Broker.Queues;

/// <summary>
/// Gathers settlements, those of one socket read for example, and journals them together: neighbouring offsets become
/// one range, all of one log one event. Reused; not thread-safe.
/// </summary>
public sealed class Settlements : IDisposable
{
    private readonly List<Entry> _entries = [];
    private readonly PooledBufferWriter _event = new();

    /// <summary>Whose settlements these are, for traces.</summary>
    public ITracedClient? By { get; init; }

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>The message is done.</summary>
    public void Add(Queue queue, MessageRef message)
    {
        Lane lane = queue.LaneAt(message.Lane);
        lane.Partition.Trace?.Acknowledged(message.Offset, By);
        Add(queue, lane, message.Offset, message.Offset + 1);
    }

    /// <summary>The message was refused, and what is to become of it is seen to.</summary>
    public void AddRejected(Queue queue, MessageRef message)
    {
        Lane lane = queue.LaneAt(message.Lane);
        lane.Partition.Trace?.Rejected(message.Offset, By);
        Add(queue, lane, message.Offset, message.Offset + 1);
    }

    /// <summary>
    /// Journals and applies everything gathered. What it gives can be waited for where a settlement must be durable.
    /// </summary>
    /// <param name="durability"><see cref="Durability.Fsync"/> where it is waited for.</param>
    /// <param name="mayBlock">As for <see cref="Shard.Enter"/>.</param>
    public void Commit(Durability durability = Durability.Os, bool mayBlock = false)
    {
        if (_entries.Count == 0) return;
        Sort();
        for (int first = 0; first < _entries.Count;)
        {
            int end = EndOfLane(first);
            if (!_entries[first].Queue.IsDeleted)
            {
                bool isLast = end == _entries.Count;
                using ShardWrite write = _entries[first].Lane.Partition.Shard.Enter(mayBlock && isLast);
                Write(write, first, end, durability);
            }

            first = end;
        }

        _entries.Clear();
    }

    /// <summary>Whether everything gathered lies in this shard.</summary>
    internal bool AreAllIn(Shard shard)
    {
        foreach (Entry entry in _entries)
            if (!ReferenceEquals(entry.Lane.Partition.Shard, shard)) return false;
        return true;
    }

    /// <summary>The shard of the first settlement, or null.</summary>
    internal Shard? FirstShard => _entries.Count == 0 ? null : _entries[0].Lane.Partition.Shard;

    /// <summary>Forgets what was gathered.</summary>
    public void Clear() => _entries.Clear();

    /// <summary>Everything gathered as part of a larger change of its one shard.</summary>
    internal void WriteInto(ShardWrite write, Durability durability)
    {
        Sort();
        for (int first = 0; first < _entries.Count;)
        {
            int end = EndOfLane(first);
            if (!_entries[first].Queue.IsDeleted) Write(write, first, end, durability);
            first = end;
        }

        _entries.Clear();
    }

    public void Dispose() => _event.Dispose();

    internal void Add(Queue queue, Lane lane, long from, long to)
    {
        if (_entries.Count > 0)
        {
            Entry last = _entries[^1];
            if (ReferenceEquals(last.Lane, lane) && last.To == from)
            {
                _entries[^1] = last with { To = to };
                return;
            }
        }

        _entries.Add(new Entry(queue, lane, from, to));
    }

    private void Sort()
    {
        if (_entries.Count > 1) _entries.Sort(static (a, b) => a.CompareTo(b));
    }

    private int EndOfLane(int first)
    {
        int end = first + 1;
        while (end < _entries.Count && ReferenceEquals(_entries[end].Lane, _entries[first].Lane)) end++;
        return end;
    }

    private void Write(ShardWrite write, int first, int end, Durability durability)
    {
        Lane lane = _entries[first].Lane;
        SettleEvent.Begin(_event, lane.Log.Id, lane.Floor, lane.Next);
        long settled = 0;
        for (int i = first; i < end; i++)
        {
            SettleEvent.AddRange(_event, _entries[i].From, _entries[i].To);
            settled += _entries[i].To - _entries[i].From;
        }

        _entries[first].Queue.Counters.AddSettled(settled);
        lane.Cursor.Apply(SettleEvent.Read(_event.WrittenSpan));
        write.AddEvent((ushort)EventKind.Settled, _event.WrittenSpan, durability);
        if (_entries[first].Queue.Topic.Kind == Topics.TopicKind.Queue)
            write.Trim(lane.Log, lane.Cursor.Settled.Floor, durability);
    }

    private readonly record struct Entry(Queue Queue, Lane Lane, long From, long To) : IComparable<Entry>
    {
        public int CompareTo(Entry other)
        {
            int byLog = Lane.Log.Id.CompareTo(other.Lane.Log.Id);
            return byLog != 0 ? byLog : From.CompareTo(other.From);
        }
    }
}
