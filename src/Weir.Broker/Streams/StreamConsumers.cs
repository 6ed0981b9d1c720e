using Weir.Broker.Queues;

namespace Weir.Broker.Streams;

/// <summary>Who reads a log as a stream. Changed under a lock, read without: each change is a new array.</summary>
internal sealed class StreamConsumers
{
    private readonly Lock _sync = new();
    private StreamConsumer[] _consumers = [];
    private bool _isClosed;

    public int Count => Volatile.Read(ref _consumers).Length;

    /// <summary>False when the log is gone.</summary>
    public bool TryAdd(StreamConsumer consumer)
    {
        lock (_sync)
        {
            if (_isClosed) return false;
            Volatile.Write(ref _consumers, [.. _consumers, consumer]);
        }

        consumer.Wake();
        return true;
    }

    public void Remove(StreamConsumer consumer)
    {
        lock (_sync)
            Volatile.Write(ref _consumers, [.. _consumers.Where(c => !ReferenceEquals(c, consumer))]);
        consumer.Close();
    }

    public void Wake()
    {
        foreach (StreamConsumer consumer in Volatile.Read(ref _consumers)) consumer.Wake();
    }

    /// <summary>The log is gone: ends them all, and tells them.</summary>
    public void Close()
    {
        StreamConsumer[] consumers;
        lock (_sync)
        {
            _isClosed = true;
            consumers = _consumers;
            Volatile.Write(ref _consumers, []);
        }

        foreach (StreamConsumer consumer in consumers)
        {
            consumer.Close();
            consumer.Consumer.Sink.OnCancelled(consumer.Consumer);
        }
    }
}
