namespace Weir.Broker.Queues;

/// <summary>
/// The consumers of a queue, highest priority first. Changed under a lock, read without: each change is a new array.
/// The dispatcher
/// serves those that it has admitted, and admits new ones at a time of its choosing.
/// </summary>
internal sealed class ConsumerList(bool isSingleActive)
{
    private readonly Lock _sync = new();
    private QueueConsumer[] _consumers = [];
    private bool _isClosed;
    private QueueConsumer[] _served = [];
    private int _turn;

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
        return true;
    }

    /// <summary>
    /// The next consumer that takes a message: by priority, in turn among equals. For the dispatcher.
    /// </summary>
    public QueueConsumer? Take()
    {
        QueueConsumer[] consumers = _served;
        for (int first = 0; first < consumers.Length;)
        {
            int end = first + 1;
            while (end < consumers.Length && consumers[end].Priority == consumers[first].Priority) end++;
            int count = isSingleActive ? 1 : end - first;
            for (int i = 0; i < count; i++)
            {
                QueueConsumer consumer = consumers[first + ((_turn + i) % count)];
                if (!consumer.Sink.TryTakeCredit(consumer)) continue;
                _turn = (_turn + i + 1) % count;
                return consumer;
            }

            if (isSingleActive) return null;
            first = end;
        }

        return null;
    }
}
