namespace Weir.Broker.Queues;

/// <summary>
/// The consumers of a queue, highest priority first. Changed under a lock, read without: each change is a new array.
/// The dispatcher serves those that it has admitted, and admits new ones at a time of its choosing. Where many share a
/// long backlog each gets a few messages in a row, never more than it would get in turn: a write to its socket then
/// carries more than one.
/// </summary>
internal sealed class ConsumerList(bool isSingleActive)
{
    /// <summary>With so few consumers a run gives each enough as it is.</summary>
    private const int FewConsumers = 16;

    /// <summary>Messages in a row, at most.</summary>
    private const int RowMax = 32;

    private readonly Lock _sync = new();
    private QueueConsumer[] _consumers = [];
    private bool _isClosed;
    private QueueConsumer[] _served = [];
    private int[] _levelEnds = [];
    private int _turn;
    private int _row = 1;
    private int _rowLeft;
    private QueueConsumer? _last;

    public QueueConsumer[] All => Volatile.Read(ref _consumers);

    public int Count => All.Length;

    /// <summary>There are consumers to serve. For the dispatcher.</summary>
    public bool HasServed => _served.Length > 0;

    /// <summary>False when an exclusive consumer is, or would be, in the way, or the queue is gone.</summary>
    public bool TryAdd(QueueConsumer consumer)
    {
        lock (_sync)
        {
            if (_isClosed || _consumers.Any(static c => c.IsExclusive)
                || (consumer.IsExclusive && _consumers.Length > 0)) return false;
            int at = Array.FindLastIndex(_consumers, c => c.Priority >= consumer.Priority) + 1;
            Volatile.Write(ref _consumers, [.. _consumers[..at], consumer, .. _consumers[at..]]);
        }

        return true;
    }

    /// <summary>True if it was the last one.</summary>
    public bool Remove(QueueConsumer consumer)
    {
        lock (_sync)
        {
            int before = _consumers.Length;
            Volatile.Write(ref _consumers, [.. _consumers.Where(c => !ReferenceEquals(c, consumer))]);
            return before > 0 && _consumers.Length == 0;
        }
    }

    /// <summary>Lets nobody in from now on; gives those that were.</summary>
    public QueueConsumer[] Close()
    {
        lock (_sync)
        {
            _isClosed = true;
            QueueConsumer[] consumers = _consumers;
            Volatile.Write(ref _consumers, []);
            return consumers;
        }
    }

    /// <summary>Serves from now on who is here now; false when that is no change. For the dispatcher.</summary>
    public bool Admit()
    {
        QueueConsumer[] all = All;
        if (ReferenceEquals(all, _served)) return false;
        _served = all;
        _levelEnds = [.. Enumerable.Range(1, all.Length).Where(i => i == all.Length
            || all[i].Priority != all[i - 1].Priority)];
        BeginRun(0);
        return true;
    }

    /// <summary>A run of messages begins, and so many are ready. For the dispatcher.</summary>
    public void BeginRun(long ready)
    {
        _row = _served.Length <= FewConsumers ? 1 : (int)Math.Clamp(ready / _served.Length, 1, RowMax);
        _rowLeft = 0;
    }

    /// <summary>
    /// The next consumer that takes a message: by priority, in turn among equals. For the dispatcher.
    /// </summary>
    public QueueConsumer? Take()
    {
        if (_rowLeft > 0 && _last!.Sink.TryTakeCredit(_last))
        {
            _rowLeft--;
            return _last;
        }

        _rowLeft = 0;
        int first = 0;
        foreach (int end in _levelEnds)
        {
            if (TakeAmong(first, isSingleActive ? 1 : end - first) is { } consumer)
            {
                _last = consumer;
                _rowLeft = _row - 1;
                return consumer;
            }

            if (isSingleActive) return null;
            first = end;
        }

        return null;
    }

    private QueueConsumer? TakeAmong(int first, int count)
    {
        QueueConsumer[] consumers = _served;
        int turn = _turn % count;
        for (int i = 0; i < count; i++)
        {
            QueueConsumer consumer = consumers[first + turn];
            turn = turn + 1 == count ? 0 : turn + 1;
            if (!consumer.Sink.TryTakeCredit(consumer)) continue;
            _turn = turn;
            return consumer;
        }

        return null;
    }
}
