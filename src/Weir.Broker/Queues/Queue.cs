using Weir.Broker.Shards;
using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Broker.Queues;

/// <summary>
/// A topic consumed message by message. Its <see cref="Dispatcher"/> alone reads the log and hands messages out;
/// everyone else only wakes it. Publishing never waits for it. Settling is journaled by <see cref="Settlements"/>.
/// </summary>
public sealed class Queue : IAppendObserver, IDisposable
{
    private readonly byte[] _name;
    private readonly TimeProvider _time;
    private readonly QueueMessages _messages;
    private readonly ConsumerList _consumers;
    private readonly Dispatcher _dispatcher;
    private readonly QueueLimit _limit;
    private readonly WaitingMessages _waiting;
    private QueueOptions _options;
    private long _lastUsedMs;
    private int _isExpiring;

    internal Queue(Topic topic, QueueOptions options, QueueRegistry registry, TimeProvider time)
    {
        _time = time;
        Touch();
        Topic = topic;
        _options = options;
        _name = System.Text.Encoding.UTF8.GetBytes(topic.Name);
        _messages = new QueueMessages(this);
        _consumers = new ConsumerList(options.SingleActiveConsumer);
        _dispatcher = new Dispatcher(this, _messages, _consumers, new Removals(this, _messages, registry, time));
        _limit = new QueueLimit(this, _messages, registry);
        _waiting = new WaitingMessages(this, time);
        foreach (Lane lane in _messages.Lanes)
            foreach ((MessageRef message, long dueMs) in lane.WaitingAtStart) _waiting.Add(message, dueMs);
        _messages.CountBytes();
        SetLimit();
        foreach (Lane lane in _messages.Lanes) lane.Log.AddObserver(this);
        // Whoever publishes must soon be measured against what a process before this one left.
        if (options is { Refuses: true, BytesMax: not null }) Wake();
    }

    public Topic Topic { get; }

    /// <summary>What it is like now; replaced as a whole.</summary>
    public QueueOptions Options => Volatile.Read(ref _options);

    public string Name => Topic.Name;

    public ReadOnlySpan<byte> NameUtf8 => _name;

    /// <summary>Set once, when it is deleted.</summary>
    public bool IsDeleted { get; private set; }

    /// <summary>Told of a failure that stopped the dispatcher for now; the queue goes on when woken.</summary>
    public event Action<Queue, Exception>? Failed;

    /// <summary>Messages that could be handed out now. A moment's figure.</summary>
    public long ReadyCount => _messages.Ready;

    /// <summary>Messages that came back and wait before they are handed out again.</summary>
    public int WaitingCount => _waiting.Count;

    public int ConsumerCount => _consumers.Count;

    public IReadOnlyList<QueueConsumer> Consumers => _consumers.All;

    /// <summary>Unix milliseconds of the last declaration, consumer or single fetch.</summary>
    internal long LastUsedMs => Volatile.Read(ref _lastUsedMs);

    internal Lane LaneAt(int index) => _messages[index];

    public void OnAppended(PartitionLog log) => Wake();

    /// <summary>Something changed: there may be messages to hand out. Cheap, and safe from anywhere.</summary>
    public void Wake() => _dispatcher.Wake();

    /// <summary>Somebody uses the queue: it does not expire for now.</summary>
    public void Touch() => Volatile.Write(ref _lastUsedMs, _time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>False when an exclusive consumer is, or would be, in the way.</summary>
    public bool TryAddConsumer(QueueConsumer consumer)
    {
        if (!_consumers.TryAdd(consumer)) return false;
        Wake();
        return true;
    }

    /// <summary>
    /// What was delivered to it stays its own until settled or released. True if it was the last one.
    /// </summary>
    public bool RemoveConsumer(QueueConsumer consumer)
    {
        bool last = _consumers.Remove(consumer);
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
        _dispatcher.Post(command);
        return new ValueTask<T?>(command.Task);
    }

    /// <summary>The message was not handled: hand it out again. Counted and journaled.</summary>
    public void Release(MessageRef message)
    {
        Lane lane = _messages[message.Lane];
        long? retryAtMs;
        using (ShardWrite write = lane.Partition.Shard.Enter())
        {
            if (lane.Cursor.Settled.Contains(message.Offset)) return;
            int deliveries = lane.Cursor.DeliveriesOf(message.Offset) + 1;
            bool isDead = deliveries > Options.DeliveryLimit;
            long delayMs = isDead ? 0 : Options.RetryDelayOf(deliveries);
            retryAtMs = isDead ? null : delayMs == 0 ? 0 : _waiting.NowMs + delayMs;
            if (delayMs > 0) Journal(write, lane, message, deliveries, retryAtMs!.Value);
            else Journal(write, lane, message.Offset, deliveries);
        }

        if (retryAtMs is not { } atMs) _dispatcher.Post(new RejectCommand(message, DeathReason.DeliveryLimit));
        else if (atMs == 0) lane.Released.Add(message);
        else _waiting.Add(message, atMs);
    }

    /// <summary>
    /// A message that was handed out shall not come back: it is dead-lettered, if the queue says where, and settled, as
    /// one change where both lie in one shard.
    /// </summary>
    public void Reject(MessageRef message) => _dispatcher.Post(new RejectCommand(message, DeathReason.Rejected));

    /// <summary>Takes out what has died of age at the head.</summary>
    public Task ExpireAsync()
    {
        var command = new ExpireCommand();
        _dispatcher.Post(command);
        return command.Task;
    }

    /// <summary>Settles everything ready; gives the number of messages.</summary>
    public ValueTask<long> PurgeAsync()
    {
        var command = new PurgeCommand();
        _dispatcher.Post(command);
        return new ValueTask<long>(command.Task);
    }

    public void Dispose()
    {
        _waiting.Dispose();
        _dispatcher.Dispose();
    }

    /// <summary>Looks for dead messages soon, unless that is under way.</summary>
    internal void Sweep()
    {
        if (Interlocked.Exchange(ref _isExpiring, 1) == 0) _dispatcher.Post(new ExpireCommand());
    }

    /// <summary>The sweep has begun: what dies from now on wants another.</summary>
    internal void BeginSweep() => Volatile.Write(ref _isExpiring, 0);

    /// <summary>From now on it is like this.</summary>
    internal void SetOptions(QueueOptions options)
    {
        Volatile.Write(ref _options, options);
        SetLimit();
        Wake();
    }

    internal void Report(Exception failure) => Failed?.Invoke(this, failure);

    /// <summary>Ends the queue: consumers are told, commands answered with nothing.</summary>
    internal void Delete()
    {
        IsDeleted = true;
        _waiting.Dispose();
        QueueConsumer[] consumers = _consumers.Close();
        foreach (Lane lane in _messages.Lanes) lane.Log.RemoveObserver(this);
        foreach (QueueConsumer consumer in consumers) consumer.Sink.OnCancelled(consumer);
        Wake();
    }

    private static void Journal(ShardWrite write, Lane lane, long offset, int deliveries)
    {
        lane.Cursor.ApplyRelease(offset, deliveries);
        Span<byte> payload = stackalloc byte[ReleaseEvent.Bytes];
        new ReleaseEvent(lane.Log.Id, offset, deliveries).Write(payload);
        write.AddEvent((ushort)EventKind.Released, payload, Durability.Os);
    }

    private static void Journal(ShardWrite write, Lane lane, MessageRef message, int deliveries, long dueMs)
    {
        var retry = new RetryEvent(lane.Log.Id, message.Offset, deliveries, dueMs, message.Bytes);
        lane.Cursor.Apply(retry);
        Span<byte> payload = stackalloc byte[RetryEvent.Bytes];
        retry.Write(payload);
        write.AddEvent((ushort)EventKind.Retried, payload, Durability.Os);
    }

    private void SetLimit()
    {
        foreach (Lane lane in _messages.Lanes) lane.Partition.Limit = Options.IsLimited ? _limit : null;
    }
}
