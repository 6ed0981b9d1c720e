using Weir.Broker.Shards;
using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Queues;

/// <summary>
/// The messages of a queue, in one log or several: finds the next, describes it while its bytes are valid, and notes
/// how far deliveries came. Owned by the dispatcher; counts and lanes may be looked at by anybody.
/// </summary>
internal sealed class QueueMessages : IDisposable
{
    /// <summary>Messages noted as delivered before they are.</summary>
    private const int NotedAhead = 64;

    private readonly Queue _queue;
    private Lane[] _lanes = [];
    private readonly MessageReader _reader = new();
    private readonly PooledBufferWriter _event = new();

    public QueueMessages(Queue queue)
    {
        _queue = queue;
    }

    public ReadOnlySpan<Lane> Lanes => Volatile.Read(ref _lanes);

    /// <summary>Lanes are priorities: higher ones go first, and no other comes to its turn before.</summary>
    public bool IsByPriority => _queue.Topic.Kind == TopicKind.Queue && _lanes.Length > 1;

    public int LaneCount => Volatile.Read(ref _lanes).Length;

    public Lane this[int lane] => Volatile.Read(ref _lanes)[lane];

    /// <summary>Opens the logs of partitions that are new; partitions are only ever added.</summary>
    public void Extend()
    {
        IReadOnlyList<Partition> partitions = _queue.Topic.Partitions;
        if (partitions.Count <= _lanes.Length) return;
        var lanes = new Lane[partitions.Count];
        _lanes.CopyTo(lanes, 0);
        for (int i = _lanes.Length; i < lanes.Length; i++)
        {
            Partition partition = partitions[i];
            using (partition.Shard.EnterToRead())
                lanes[i] = new Lane(i, partition, ((BrokerShard)partition.Shard.State).CursorOf(partition.Log));
            lanes[i].CountBytes(_queue.Options.BytesMax is not null);
            partition.Log.AddObserver(_queue);
        }

        Volatile.Write(ref _lanes, lanes);
    }

    /// <summary>Messages that could be handed out now. A moment's figure.</summary>
    public long Ready
    {
        get
        {
            long ready = 0;
            foreach (Lane lane in Lanes) ready += lane.Ready;
            return ready;
        }
    }

    /// <summary>As <see cref="Ready"/>, with those that are still being stored.</summary>
    public long Appended
    {
        get
        {
            long appended = 0;
            foreach (Lane lane in _lanes) appended += lane.Appended;
            return appended;
        }
    }

    /// <summary>Bytes of the values of <see cref="Appended"/>; 0 unless the queue is limited in bytes.</summary>
    public long ReadyBytes
    {
        get
        {
            long bytes = 0;
            foreach (Lane lane in _lanes) bytes += lane.ReadyBytes;
            return bytes;
        }
    }

    /// <summary>The lane to look at in this place of a turn, which begins somewhere else each time.</summary>
    public Lane InTurn(int place, int turn) =>
        _lanes[IsByPriority ? _lanes.Length - 1 - place : (place + turn) % _lanes.Length];

    /// <summary>Looks how far the logs go now, and counts bytes if the queue is limited in them.</summary>
    public async ValueTask AdvanceAsync()
    {
        CountBytes();
        foreach (Lane lane in _lanes) await lane.AdvanceAsync();
    }

    /// <summary>Begins or ends counting, if the queue's limit came or went.</summary>
    public void CountBytes()
    {
        bool isCounting = _queue.Options.BytesMax is not null;
        foreach (Lane lane in _lanes) lane.CountBytes(isCounting);
    }

    /// <summary>More is ready than the queue may hold.</summary>
    public bool IsOverfull(QueueOptions options)
    {
        if (options.LengthMax is { } lengthMax)
        {
            long ready = 0;
            foreach (Lane lane in _lanes) ready += lane.ReadyUpTo(lane.Horizon);
            if (ready > lengthMax) return true;
        }

        return options.BytesMax is { } bytesMax && ReadyBytes > bytesMax;
    }

    /// <summary>Messages handed out and not settled. A moment's figure.</summary>
    public long InFlight
    {
        get
        {
            long inFlight = 0;
            foreach (Lane lane in _lanes) inFlight += lane.InFlight;
            return inFlight;
        }
    }

    public IReadOnlyList<(Partition Partition, long Floor)> Floors()
    {
        var floors = new (Partition, long)[_lanes.Length];
        for (int i = 0; i < _lanes.Length; i++)
            using (_lanes[i].Partition.Shard.EnterToRead()) floors[i] = (_lanes[i].Partition, _lanes[i].Floor);
        return floors;
    }

    /// <summary>
    /// Offers the messages one after the other, without taking them, until <paramref name="take"/> is satisfied.
    /// </summary>
    public async ValueTask<bool> FindAsync(Func<Lane, bool, long, bool> take)
    {
        for (int i = 0; i < _lanes.Length; i++)
        {
            Lane lane = InTurn(i, 0);
            while (lane.Released.TryTake(out MessageRef message))
            {
                if (!await SeekAsync(lane, message.Offset)) continue;
                if (take(lane, true, message.Offset)) return true;
            }

            while (await lane.FillAsync(CancellationToken.None))
                if (take(lane, false, -1)) return true;
        }

        return false;
    }

    /// <summary>Makes a message that was handed out before readable again; false when it is gone.</summary>
    public ValueTask<bool> SeekAsync(Lane lane, long offset) =>
        _reader.SeekAsync(lane.Log, offset, CancellationToken.None);

    /// <summary>
    /// What <see cref="SeekAsync"/> or <see cref="Lane.FillAsync"/> positioned on; false when there is nothing there
    /// after all.
    /// </summary>
    public bool TryDescribe(Lane lane, bool wasReleased, long offset, out Delivery delivery)
    {
        long timestampMs;
        RecordView record;
        delivery = default;
        if (wasReleased)
        {
            if (!_reader.TryRead(offset, out record, out timestampMs)) return false;
        }
        else if (!lane.TryPeek(out offset, out timestampMs, out record)) return false;

        delivery = new Delivery
        {
            Queue = _queue,
            Message = new MessageRef(lane.Index, offset, record.Value.Length),
            Record = record,
            TimestampMs = timestampMs,
            IsRedelivered = wasReleased || offset < lane.RedeliveredBelow,
            Releases = wasReleased || offset < lane.RedeliveredBelow ? ReleasesOf(lane, offset) : 0,
        };
        return true;
    }

    /// <summary>
    /// Notes a little ahead, so that not every delivery costs a frame: after a crash a few that were not delivered are
    /// marked as if they had been, which a client must expect, but never the other way round.
    /// </summary>
    public void NoteProgress()
    {
        foreach (Lane lane in _lanes) NoteProgress(lane);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _event.Dispose();
        foreach (Lane lane in _lanes) lane.Dispose();
    }

    private static int ReleasesOf(Lane lane, long offset)
    {
        using Lock.Scope read = lane.Partition.Shard.EnterToRead();
        return lane.Cursor.DeliveriesOf(offset);
    }

    private void NoteProgress(Lane lane)
    {
        long next = lane.Next;
        if (next == lane.LookedAt) return;
        lane.LookedAt = next;
        using ShardWrite write = lane.Partition.Shard.Enter();
        if (next <= lane.Cursor.DeliveredUpTo || next <= lane.Cursor.Settled.Floor) return;
        SettleEvent.Begin(_event, lane.Log.Id, lane.Floor, next + NotedAhead);
        lane.Cursor.Apply(SettleEvent.Read(_event.WrittenSpan));
        write.AddEvent((ushort)EventKind.Settled, _event.WrittenSpan, Durability.Os);
    }
}
