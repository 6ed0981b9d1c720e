using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Broker.Streams;

/// <summary>
/// Reads a stream for one consumer, from where it wants to begin, and leaves it as it is: nothing is settled, noted or
/// shared with other consumers. Runs once at a time, on a pool thread, for as long as it is woken. Its position ends
/// with it; a client that goes on later says from where.
/// </summary>
public sealed class StreamConsumer : IWakeable, IAppendObserver, IThreadPoolWorkItem
{
    /// <summary>Messages handed out before they are flushed.</summary>
    private const int RunMax = 256;

    private readonly Queue _queue;
    private readonly QueueConsumer _consumer;
    private readonly StreamStart _start;
    private readonly long[] _ends;
    private readonly List<Lane> _lanes = [];
    private int _laneTurn;
    private int _signals;
    private volatile bool _isClosed;

    internal StreamConsumer(Queue queue, QueueConsumer consumer, StreamStart start)
    {
        _queue = queue;
        _consumer = consumer;
        _start = start;
        // Taken now: the client is told that it consumes, and what it publishes after that is what comes next.
        _ends = [.. queue.Topic.Partitions.Select(p => p.Log.ReadableEnd)];
    }

    public Queue Queue => _queue;

    internal QueueConsumer Consumer => _consumer;

    public void OnAppended(PartitionLog log) => Wake();

    public void Wake()
    {
        if (Interlocked.Increment(ref _signals) == 1) _queue.Work.Post(this);
    }

    /// <summary>Nothing is handed out any more, but what is being handed out now.</summary>
    internal void Close()
    {
        _isClosed = true;
        Wake();
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _signals);
            try
            {
                await OpenLanesAsync();
                while (!_isClosed && await HandOutAsync()) _consumer.Sink.Flush();
                if (_isClosed) Release();
            }
            catch (Exception e)
            {
                // Whatever it was, the next wake must find a reader that runs.
                _queue.Report(e);
            }
        }
        while (Interlocked.Add(ref _signals, -seen) != 0);
    }

    /// <summary>Partitions that were added since the consumer came are read from their beginning.</summary>
    private async ValueTask OpenLanesAsync()
    {
        IReadOnlyList<Partition> partitions = _queue.Topic.Partitions;
        while (_lanes.Count < partitions.Count && !_isClosed)
        {
            int index = _lanes.Count;
            Partition partition = partitions[index];
            partition.Log.AddObserver(this);
            long offset = index < _ends.Length
                ? await _start.FindAsync(partition.Log, _ends[index], CancellationToken.None)
                : partition.Log.StartOffset;
            _lanes.Add(new Lane(index, partition, new QueueCursor(offset)));
        }
    }

    /// <summary>Hands out one run; false when there is nothing, or the consumer takes no more.</summary>
    private async ValueTask<bool> HandOutAsync()
    {
        for (int i = 0; i < _lanes.Count; i++)
        {
            Lane lane = _lanes[(_laneTurn + i) % _lanes.Count];
            if (!lane.HasNew || !await lane.FillAsync(CancellationToken.None)) continue;
            _laneTurn = (_laneTurn + i + 1) % _lanes.Count;
            return HandOut(lane);
        }

        return false;
    }

    private bool HandOut(Lane lane)
    {
        for (int handed = 0; handed < RunMax; handed++)
        {
            if (!lane.TryPeek(out long offset, out long timestampMs, out RecordView record)) return true;
            if (_isClosed || !_consumer.Sink.TryTakeCredit(_consumer))
            {
                _consumer.Sink.Flush();
                return false;
            }

            var delivery = new Delivery
            {
                Queue = _queue,
                Message = new MessageRef(lane.Index, offset, record.Value.Length),
                Record = record,
                TimestampMs = timestampMs,
                IsRedelivered = false,
                Releases = 0,
            };
            if (!_consumer.Sink.TryDeliver(_consumer, delivery)) return false;
            lane.Partition.Trace?.Delivered(offset, _consumer, 1);
            lane.Take(offset);
        }

        return true;
    }

    private void Release()
    {
        foreach (Lane lane in _lanes)
        {
            lane.Log.RemoveObserver(this);
            lane.Dispose();
        }

        _lanes.Clear();
    }
}
