using Weir.Broker.Shards;
using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Queues;

/// <summary>
/// A topic consumed message by message. One dispatcher runs at a time and alone reads the log and hands messages out;
/// everyone else only wakes it. Publishing never waits for it. Settling is journaled by <see cref="Settlements"/>.
/// </summary>
public sealed class Queue : IAppendObserver, IThreadPoolWorkItem, IDisposable
{
    /// <summary>Messages handed out before the dispatcher flushes and looks for commands again.</summary>
    private const int RunMax = 256;

    /// <summary>Messages noted as delivered before they are.</summary>
    private const int NotedAhead = 64;

    private readonly byte[] _name;
    private readonly QueueRegistry _registry;
    private readonly TimeProvider _time;
    private readonly PublishBatch _deadLetters = new();
    private readonly List<CommitPoint> _points = [];
    private long _lastUsedMs;
    private int _isExpiring;
    private readonly Lane[] _lanes;
    private readonly MessageReader _reader = new();
    private readonly PooledBufferWriter _event = new();
    private readonly Queue<QueueCommand> _commands = new();
    private readonly Lock _sync = new();
    private readonly Settlements _autoSettled = new();
    private readonly List<IDeliverySink> _touched = [];
    private QueueConsumer[] _consumers = [];
    private int _turn;
    private int _laneTurn;
    private int _signals;

    internal Queue(Topic topic, QueueOptions options, QueueRegistry registry, TimeProvider time)
    {
        _registry = registry;
        _time = time;
        Touch();
        Topic = topic;
        Options = options;
        _name = System.Text.Encoding.UTF8.GetBytes(topic.Name);
        _lanes = new Lane[topic.Partitions.Count];
        for (int i = 0; i < _lanes.Length; i++)
        {
            Partition partition = topic.Partitions[i];
            using (ShardWrite write = partition.Shard.Enter())
                _lanes[i] = new Lane(i, partition, ((BrokerShard)partition.Shard.State).CursorOf(partition.Log));
            partition.Log.AddObserver(this);
        }
    }

    public Topic Topic { get; }

    public QueueOptions Options { get; }

    public string Name => Topic.Name;

    public ReadOnlySpan<byte> NameUtf8 => _name;

    /// <summary>Set once, when it is deleted.</summary>
    public bool IsDeleted { get; private set; }

    /// <summary>Told of a failure that stopped the dispatcher for now; the queue goes on when woken.</summary>
    public event Action<Queue, Exception>? Failed;

    /// <summary>Messages that could be handed out now. A moment's figure.</summary>
    public long ReadyCount
    {
        get
        {
            long ready = 0;
            foreach (Lane lane in _lanes) ready += lane.Ready;
            return ready;
        }
    }

    /// <summary>Unix milliseconds of the last declaration, consumer or single fetch.</summary>
    internal long LastUsedMs => Volatile.Read(ref _lastUsedMs);

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public int ConsumerCount => Volatile.Read(ref _consumers).Length;

    public IReadOnlyList<QueueConsumer> Consumers => Volatile.Read(ref _consumers);

    internal Lane LaneAt(int index) => _lanes[index];

    public void OnAppended(PartitionLog log) => Wake();

    /// <summary>Something changed: there may be messages to hand out. Cheap, and safe from anywhere.</summary>
    public void Wake()
    {
        if (Interlocked.Increment(ref _signals) == 1) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Somebody uses the queue: it does not expire for now.</summary>
    public void Touch() => Volatile.Write(ref _lastUsedMs, NowMs);

    /// <summary>
    /// A message that was handed out shall not come back: it is dead-lettered, if the queue says where, and settled, as
    /// one change where both lie in one shard.
    /// </summary>
    public void Reject(MessageRef message) => Post(new RejectCommand(message, DeathReason.Rejected));

    /// <summary>Takes out what has died of age at the head.</summary>
    public Task ExpireAsync()
    {
        var command = new ExpireCommand();
        Post(command);
        return command.Task;
    }

    /// <summary>Looks for dead messages soon, unless that is under way.</summary>
    internal void Sweep()
    {
        if (Interlocked.Exchange(ref _isExpiring, 1) == 0) Post(new ExpireCommand());
    }

    /// <summary>False when an exclusive consumer is, or would be, in the way.</summary>
    public bool TryAddConsumer(QueueConsumer consumer)
    {
        lock (_sync)
        {
            if (IsDeleted || _consumers.Any(static c => c.IsExclusive)
                || (consumer.IsExclusive && _consumers.Length > 0)) return false;
            int at = Array.FindLastIndex(_consumers, c => c.Priority >= consumer.Priority) + 1;
            Volatile.Write(ref _consumers, [.. _consumers[..at], consumer, .. _consumers[at..]]);
        }

        Wake();
        return true;
    }

    /// <summary>
    /// What was delivered to it stays its own until settled or released. True if it was the last one.
    /// </summary>
    public bool RemoveConsumer(QueueConsumer consumer)
    {
        bool last;
        lock (_sync)
        {
            int before = _consumers.Length;
            Volatile.Write(ref _consumers, [.. _consumers.Where(c => !ReferenceEquals(c, consumer))]);
            last = before > 0 && _consumers.Length == 0;
        }

        Touch();
        Wake();
        return last;
    }

    /// <summary>
    /// Takes one message for a client that asks for one; null when none is ready. The message is built by
    /// <paramref name="build"/> while its bytes are valid, and is the caller's to settle.
    /// </summary>
    public ValueTask<T?> GetAsync<T>(DeliveryBuilder<T> build)
        where T : class
    {
        Touch();
        var command = new GetCommand<T>(build);
        Post(command);
        return new ValueTask<T?>(command.Task);
    }

    /// <summary>Settles everything ready; gives the number of messages.</summary>
    public ValueTask<long> PurgeAsync()
    {
        var command = new PurgeCommand();
        Post(command);
        return new ValueTask<long>(command.Task);
    }

    /// <summary>The message was not handled: hand it out again. Counted and journaled.</summary>
    public void Release(MessageRef message)
    {
        Lane lane = _lanes[message.Lane];
        int deliveries;
        using (ShardWrite write = lane.Partition.Shard.Enter())
        {
            if (lane.Cursor.Settled.Contains(message.Offset)) return;
            var released = new ReleaseEvent(lane.Log.Id, message.Offset, lane.Cursor.DeliveriesOf(message.Offset) + 1);
            lane.Cursor.ApplyRelease(released.Offset, released.Deliveries);
            Span<byte> payload = stackalloc byte[ReleaseEvent.Bytes];
            released.Write(payload);
            write.AddEvent((ushort)EventKind.Released, payload, Durability.Os);
            deliveries = released.Deliveries;
        }

        if (deliveries > Options.DeliveryLimit) Post(new RejectCommand(message, DeathReason.DeliveryLimit));
        else lane.Release(message.Offset);
    }

    /// <summary>Ends the queue: consumers are told, commands answered with nothing.</summary>
    internal void Delete()
    {
        QueueConsumer[] consumers;
        lock (_sync)
        {
            IsDeleted = true;
            consumers = _consumers;
            Volatile.Write(ref _consumers, []);
        }

        foreach (Lane lane in _lanes) lane.Log.RemoveObserver(this);
        foreach (QueueConsumer consumer in consumers) consumer.Sink.OnCancelled(consumer);
        Wake();
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    public void Dispose()
    {
        _reader.Dispose();
        _event.Dispose();
        _autoSettled.Dispose();
        _deadLetters.Dispose();
        foreach (Lane lane in _lanes) lane.Dispose();
    }

    internal async ValueTask<bool> DeliverOneAsync(Func<Lane, bool, long, bool> deliver)
    {
        foreach (Lane lane in _lanes)
        {
            while (lane.TryTakeReleased(out long offset))
            {
                if (!await _reader.SeekAsync(lane.Log, offset, CancellationToken.None)) continue;
                if (deliver(lane, true, offset)) return true;
            }

            while (await lane.FillAsync(CancellationToken.None))
                if (deliver(lane, false, -1)) return true;
        }

        return false;
    }

    /// <summary>Notes how far deliveries came outside of a run.</summary>
    internal void NoteProgress()
    {
        foreach (Lane lane in _lanes) NoteProgress(lane);
    }

    /// <summary>
    /// Builds what <see cref="DeliverOneAsync"/> positioned on; false when there is nothing there after all.
    /// </summary>
    internal bool TryDescribe(Lane lane, bool wasReleased, long offset, out Delivery delivery)
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
            Queue = this,
            Message = new MessageRef(lane.Index, offset),
            Record = record,
            TimestampMs = timestampMs,
            IsRedelivered = wasReleased || offset < lane.RedeliveredBelow,
            Releases = wasReleased ? ReleasesOf(lane, offset) : 0,
        };
        return true;
    }

    internal async ValueTask BuryAsync(MessageRef message, DeathReason reason)
    {
        Lane lane = _lanes[message.Lane];
        if (await _reader.SeekAsync(lane.Log, message.Offset, CancellationToken.None))
            Bury(lane, message.Offset, reason);
        else _autoSettled.Add(this, lane, message.Offset, message.Offset + 1);
        CommitDead();
    }

    /// <summary>True, and the message is taken care of, when it has outlived its time.</summary>
    internal bool BuryIfExpired(Lane lane, bool wasReleased, in Delivery delivery)
    {
        if (!IsExpired(delivery)) return false;
        Bury(delivery, DeathReason.Expired);
        if (!wasReleased) lane.Take(delivery.Message.Offset);
        _autoSettled.Add(this, lane, delivery.Message.Offset, delivery.Message.Offset + 1);
        return true;
    }

    internal async ValueTask ExpireHeadAsync()
    {
        Volatile.Write(ref _isExpiring, 0);
        foreach (Lane lane in _lanes)
        {
            while (lane.TryTakeReleased(out long offset))
            {
                if (await _reader.SeekAsync(lane.Log, offset, CancellationToken.None)
                    && BuryIfReleasedExpired(lane, offset))
                    continue;
                lane.Release(offset);
                break;
            }

            while (lane.HasNew && await lane.FillAsync(CancellationToken.None) && BuryRun(lane)) CommitDead();
        }

        CommitDead();
    }

    /// <summary>Stores what was dead-lettered and settled, as one frame where it lies in one shard.</summary>
    internal void CommitDead()
    {
        if (!_deadLetters.IsEmpty && _deadLetters.TryCommitWith(_autoSettled, out _)) return;
        _deadLetters.Commit(_points);
        _points.Clear();
        _autoSettled.Commit();
    }

    private bool IsExpired(in Delivery delivery)
    {
        long? at = MessageExpiry.Of(delivery.Record);
        if (Options.MessageTtlMs is { } ttl) at = Math.Min(at ?? long.MaxValue, delivery.TimestampMs + ttl);
        return at is not null && at <= NowMs;
    }

    private bool BuryIfReleasedExpired(Lane lane, long offset) =>
        TryDescribe(lane, true, offset, out Delivery delivery) && BuryIfExpired(lane, true, delivery);

    /// <summary>False when a message that is alive was met.</summary>
    private bool BuryRun(Lane lane)
    {
        for (int i = 0; i < RunMax; i++)
        {
            if (!TryDescribe(lane, false, -1, out Delivery delivery)) return true;
            if (!BuryIfExpired(lane, false, delivery)) return false;
        }

        return true;
    }

    private void Bury(Lane lane, long offset, DeathReason reason)
    {
        if (TryDescribe(lane, true, offset, out Delivery delivery)) Bury(delivery, reason);
        _autoSettled.Add(this, lane, offset, offset + 1);
    }

    private void Bury(in Delivery delivery, DeathReason reason)
    {
        if (Options.DeadLetterExchange is not null) _registry.DeadLetters?.Write(_deadLetters, delivery, reason);
    }

    internal long PurgeNow()
    {
        long purged = 0;
        using var settled = new Settlements();
        foreach (Lane lane in _lanes)
        {
            long ready = lane.Ready;
            (long from, long to, long[] released) = lane.TakeAll();
            if (to > from) settled.Add(this, lane, from, to);
            foreach (long offset in released) settled.Add(this, lane, offset, offset + 1);
            purged += ready;
        }

        settled.Commit();
        return purged;
    }

    private static int ReleasesOf(Lane lane, long offset)
    {
        using ShardWrite write = lane.Partition.Shard.Enter();
        return lane.Cursor.DeliveriesOf(offset);
    }

    private void Post(QueueCommand command)
    {
        lock (_sync) _commands.Enqueue(command);
        Wake();
    }

    private async Task RunAsync()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _signals);
            try
            {
                await RunCommandsAsync();
                if (!IsDeleted) await DispatchAsync();
            }
            catch (Exception e)
            {
                // Whatever it was, the next wake must find a dispatcher that runs.
                Failed?.Invoke(this, e);
            }
        }
        while (Interlocked.Add(ref _signals, -seen) != 0);
    }

    private async ValueTask RunCommandsAsync()
    {
        while (true)
        {
            QueueCommand? command;
            lock (_sync)
                if (!_commands.TryDequeue(out command)) return;
            await command.RunAsync(this);
        }
    }

    /// <summary>Hands out messages until there are none, or nobody takes any.</summary>
    private async ValueTask DispatchAsync()
    {
        bool more = true;
        while (more && Volatile.Read(ref _consumers).Length > 0)
        {
            more = false;
            for (int i = 0; i < _lanes.Length && !more; i++)
            {
                Lane lane = _lanes[(_laneTurn + i) % _lanes.Length];
                if (lane.HasReleased) more = await DispatchReleasedAsync(lane);
                else if (lane.HasNew && await lane.FillAsync(CancellationToken.None)) more = DispatchRun(lane);
            }

            if (_lanes.Length > 1) _laneTurn = (_laneTurn + 1) % _lanes.Length;
            EndRun();
            if (_commands.Count > 0) await RunCommandsAsync();
        }
    }

    private async ValueTask<bool> DispatchReleasedAsync(Lane lane)
    {
        QueueConsumer? consumer = TakeConsumer();
        if (consumer is null) return false;
        bool found = lane.TryTakeReleased(out long offset) &&
            await _reader.SeekAsync(lane.Log, offset, CancellationToken.None) && HandReleased(lane, consumer, offset);
        if (!found) consumer.Sink.ReturnCredit(consumer);
        return true;
    }

    private bool HandReleased(Lane lane, QueueConsumer consumer, long offset)
    {
        if (!TryDescribe(lane, true, offset, out Delivery delivery) || BuryIfExpired(lane, true, delivery))
            return false;
        Hand(lane, consumer, delivery);
        return true;
    }

    private bool DispatchRun(Lane lane)
    {
        int handed = 0;
        while (handed < RunMax)
        {
            if (!TryDescribe(lane, false, -1, out Delivery delivery)) return true;
            if (BuryIfExpired(lane, false, delivery))
            {
                handed++;
                continue;
            }

            QueueConsumer? consumer = TakeConsumer();
            if (consumer is null) return false;
            lane.Take(delivery.Message.Offset);
            Hand(lane, consumer, delivery);
            handed++;
        }

        return true;
    }

    private void Hand(Lane lane, QueueConsumer consumer, in Delivery delivery)
    {
        if (!consumer.Sink.TryDeliver(consumer, delivery))
        {
            lane.Release(delivery.Message.Offset);
            return;
        }

        if (!_touched.Contains(consumer.Sink)) _touched.Add(consumer.Sink);
        if (consumer.NoAck) _autoSettled.Add(this, lane, delivery.Message.Offset, delivery.Message.Offset + 1);
    }

    /// <summary>Notes how far deliveries came, and lets them go.</summary>
    private void EndRun()
    {
        CommitDead();
        if (_touched.Count == 0) return;
        foreach (Lane lane in _lanes) NoteProgress(lane);
        foreach (IDeliverySink sink in _touched) sink.Flush();
        _touched.Clear();
    }

    /// <summary>
    /// Notes a little ahead, so that not every delivery costs a frame: after a crash a few that were not delivered are
    /// marked as if they had been, which a client must expect, but never the other way round.
    /// </summary>
    private void NoteProgress(Lane lane)
    {
        long next = lane.Next;
        using ShardWrite write = lane.Partition.Shard.Enter();
        if (next <= lane.Cursor.DeliveredUpTo || next <= lane.Cursor.Settled.Floor) return;
        SettleEvent.Begin(_event, lane.Log.Id, lane.Floor, next + NotedAhead);
        lane.Cursor.Apply(SettleEvent.Read(_event.WrittenSpan));
        write.AddEvent((ushort)EventKind.Settled, _event.WrittenSpan, Durability.Os);
    }

    /// <summary>The next consumer that takes a message: by priority, in turn among equals.</summary>
    private QueueConsumer? TakeConsumer()
    {
        QueueConsumer[] consumers = Volatile.Read(ref _consumers);
        for (int first = 0; first < consumers.Length;)
        {
            int end = first + 1;
            while (end < consumers.Length && consumers[end].Priority == consumers[first].Priority) end++;
            int count = Options.SingleActiveConsumer ? 1 : end - first;
            for (int i = 0; i < count; i++)
            {
                QueueConsumer consumer = consumers[first + ((_turn + i) % count)];
                if (!consumer.Sink.TryTakeCredit(consumer)) continue;
                _turn = (_turn + i + 1) % count;
                return consumer;
            }

            if (Options.SingleActiveConsumer) return null;
            first = end;
        }

        return null;
    }
}
