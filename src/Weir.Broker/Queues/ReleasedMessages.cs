namespace Weir.Broker.Queues;

/// <summary>The messages of a lane that came back unhandled, in the order of the log. Thread-safe.</summary>
internal sealed class ReleasedMessages
{
    private readonly Lock _sync = new();
    private readonly SortedSet<MessageRef> _messages = new(Comparer<MessageRef>.Create(
        static (a, b) => a.Offset.CompareTo(b.Offset)));
    private int _count;
    private long _bytes;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Bytes of their values.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public void Add(MessageRef message)
    {
        lock (_sync)
        {
            if (!_messages.Add(message)) return;
            Volatile.Write(ref _bytes, _bytes + message.Bytes);
            Volatile.Write(ref _count, _messages.Count);
        }
    }

    /// <summary>The first of them.</summary>
    public bool TryTake(out MessageRef message)
    {
        lock (_sync)
        {
            message = _messages.Min;
            if (!_messages.Remove(message)) return false;
            Volatile.Write(ref _bytes, _bytes - message.Bytes);
            Volatile.Write(ref _count, _messages.Count);
            return true;
        }
    }

    public bool Contains(long offset)
    {
        lock (_sync) return _messages.Contains(new MessageRef(0, offset, 0));
    }

    /// <summary>Takes one out of its turn.</summary>
    public bool TryRemove(long offset)
    {
        lock (_sync)
        {
            if (!_messages.TryGetValue(new MessageRef(0, offset, 0), out MessageRef message)) return false;
            _messages.Remove(message);
            Volatile.Write(ref _bytes, _bytes - message.Bytes);
            Volatile.Write(ref _count, _messages.Count);
            return true;
        }
    }

    public long[] TakeAll()
    {
        lock (_sync)
        {
            long[] all = [.. _messages.Select(static m => m.Offset)];
            _messages.Clear();
            Volatile.Write(ref _bytes, 0);
            Volatile.Write(ref _count, 0);
            return all;
        }
    }
}
