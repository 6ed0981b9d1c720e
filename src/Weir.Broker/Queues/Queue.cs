using Weir.Broker.Duplicates;
using Weir.Broker.Shards;
using Weir.Broker.Streams;
using Weir.Broker.Topics;
using Weir.Broker.Tracing;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Storage.Scheduling;

namespace Weir.Broker.Queues;

/// <summary>
/// A topic consumed message by message. Its <see cref="Dispatcher"/> alone reads the log and hands messages out;
/// everyone else only wakes it. Publishing never waits for it. Settling is journaled by <see cref="Settlements"/>.
/// </summary>
public sealed class Queue : IWakeable, IAppendObserver, IDisposable
{
    private readonly byte[] _name;
    private readonly TimeProvider _time;
    private readonly MessageIds _messageIds;
    private readonly TraceLog _traces;
    private readonly QueueMessages _messages;
    private readonly ConsumerList _consumers;
    private readonly StreamConsumers _streams = new();
    private readonly Dispatcher _dispatcher;
    private readonly QueueLimit _limit;
    private readonly WaitingMessages _waiting;
    private QueueOptions _options;
    private long _lastUsedAt;
    private int _isExpiring;

    internal Queue(
        Topic topic, QueueOptions declared, QueueOptions options, QueueRegistry registry, TimeProvider time)
    {
        _time = time;
        _messageIds = registry.MessageIds;
        _traces = registry.Traces;
        Touch();
        Topic = topic;
        Declared = declared;
        _options = options;
        _name = System.Text.Encoding.UTF8.GetBytes(topic.Name);
        _messages = new QueueMessages(this);
        _consumers = new ConsumerList(options.SingleActiveConsumer);
        Work = registry.Work;
        var removals = new Removals(this, _messages, registry, time);
        _dispatcher = new Dispatcher(this, _messages, _consumers, removals, Work);
        _limit = new QueueLimit(this, _messages, registry);
        _waiting = new WaitingMessages(this, time);
        _messages.Extend();
        foreach (Lane lane in _messages.Lanes)
            foreach ((MessageRef message, long dueMs) in lane.WaitingAtStart) _waiting.Add(message, dueMs);
        SetRules();
        // Whoever publishes must soon be measured against what a process before this one left.
        if (options is { Refuses: true, BytesMax: not null }) Wake();
    }

    public Topic Topic { get; }

    /// <summary>What it was declared with.</summary>
    public QueueOptions Declared { get; }

    /// <summary>What it is like now, with the policies that apply; replaced as a whole.</summary>
    public QueueOptions Options => Volatile.Read(ref _options);

    public string Name => Topic.Name;

    public ReadOnlySpan<byte> NameUtf8 => _name;

    /// <summary>Set once, when it is deleted.</summary>
    public bool IsDeleted { get; private set; }

    /// <summary>Told of a failure that stopped the dispatcher for now; the queue goes on when woken.</summary>
    public event Action<Queue, Exception>? Failed;

    /// <summary>
    /// Messages that could be handed out now, without those that are about to go because the queue holds too many. A
    /// moment's figure.
    /// </summary>
    public long ReadyCount =>
        Options is { Refuses: false, LengthMax: { } max } ? Math.Min(max, _messages.Ready) : _messages.Ready;

    /// <summary>Messages that came back and wait before they are handed out again.</summary>
    public int WaitingCount => _waiting.Count;

    /// <summary>Messages handed out and not settled. A moment's figure.</summary>
    public long InFlightCount => Math.Max(0, _messages.InFlight - _waiting.Count);

    /// <summary>What happened to its messages since it was opened.</summary>
    public QueueCounters Counters { get; } = new();

    /// <summary>Each of its logs with the first offset that is not settled.</summary>
    public IReadOnlyList<(Partition Partition, long Floor)> Floors => _messages.Floors();

    public int ConsumerCount => _consumers.Count + _streams.Count;

    /// <summary>Declared as a stream, or made as one by another protocol: its messages stay.</summary>
    public bool IsStream => Topic.Kind == TopicKind.Stream;

    public IReadOnlyList<QueueConsumer> Consumers => _consumers.All;

    /// <summary>
    /// While set, consumers get nothing new; publishing, settling and asking for one message go on. Until the process
    /// ends: it is for an operator who looks at something.
    /// </summary>
    public bool IsPaused { get; private set; }

    /// <summary>How long ago the last declaration, consumer or single fetch was, whoever sets the clock.</summary>
    internal TimeSpan UnusedFor => _time.GetElapsedTime(Volatile.Read(ref _lastUsedAt));

    internal WorkQueue Work { get; }

    internal Lane LaneAt(int index) => _messages[index];

    /// <summary>
    /// With nobody to hand it to and no limit to hold, a message waits without anybody looking at it. Who comes first:
    /// whoever joins is added before the dispatcher is woken for it, and this looks after the message can be read.
    /// </summary>
    public void OnAppended(PartitionLog log)
    {
        Interlocked.MemoryBarrier();
        if (_consumers.Count > 0 || Options.IsLimited) Wake();
    }

    /// <summary>Something changed: there may be messages to hand out. Cheap, and safe from anywhere.</summary>
    public void Wake() => _dispatcher.Wake();

    /// <summary>Somebody uses the queue: it does not expire for now.</summary>
    public void Touch() => Volatile.Write(ref _lastUsedAt, _time.GetTimestamp());

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
    /// Reads the log from <paramref name="start"/> for this consumer alone, and leaves it as it is, once
    /// <see cref="TryBeginReading"/> has said so.
    /// </summary>
    public StreamConsumer NewReader(QueueConsumer consumer, StreamStart start) => new(this, consumer, start);

    /// <summary>False when the queue is gone.</summary>
    public bool TryBeginReading(StreamConsumer reader) => _streams.TryAdd(reader);

    public void EndReading(StreamConsumer reader) => _streams.Remove(reader);

    /// <summary>
    /// Takes one message for a client that asks for one; null when none is ready. The message is built by
    /// <paramref name="build"/> while its bytes are valid, and is the caller's to settle.
    /// </summary>
    public ValueTask<T?> GetAsync<T>(DeliveryBuilder<T> build, ITracedClient? by = null)
        where T : class
    {
        Touch();
        var command = new GetCommand<T>(build, by);
        _dispatcher.Post(command);
        return new ValueTask<T?>(command.Task);
    }

    /// <summary>
    /// Moves those of the messages that are ready, at most a few hundred at once; gives how many. See
    /// <see cref="MoveCommand"/> for what a crash leaves.
    /// </summary>
    public ValueTask<int> MoveAsync(int lane, IReadOnlyList<long> offsets, MessageMover move)
    {
        var command = new MoveCommand(lane, offsets, move);
        _dispatcher.Post(command);
        return new ValueTask<int>(command.Task);
    }

    /// <summary>What became of a message of one of its logs.</summary>
    public MessageState StateOf(MessageRef message) => _messages[message.Lane].StateOf(message.Offset);

    public void Pause() => IsPaused = true;

    public void Resume()
    {
        IsPaused = false;
        Wake();
    }

    /// <summary>
    /// The message was not handled: hand it out again. Counted and journaled. Wake the queue after the last of several.
    /// </summary>
    public void Release(MessageRef message, ITracedClient? by = null)
    {
        Lane lane = _messages[message.Lane];
        long? retryAtMs;
        int deliveries;
        using (ShardWrite write = lane.Partition.Shard.Enter())
        {
            if (lane.Cursor.Settled.Contains(message.Offset)) return;
            deliveries = lane.Cursor.DeliveriesOf(message.Offset) + 1;
            bool isDead = deliveries > Options.DeliveryLimit;
            long delayMs = isDead ? 0 : Options.RetryDelayOf(deliveries);
            retryAtMs = isDead ? null : delayMs == 0 ? 0 : _waiting.NowMs + delayMs;
            if (delayMs > 0) Journal(write, lane, message, deliveries, retryAtMs!.Value);
            else Journal(write, lane, message.Offset, deliveries);
        }

        Counters.AddReleased();
        lane.Partition.Trace?.Released(message.Offset, by, deliveries, retryAtMs is > 0 ? retryAtMs : null);
        if (retryAtMs is not { } atMs) _dispatcher.Post(new RejectCommand(message, DeathReason.DeliveryLimit));
        else if (atMs == 0) lane.Released.Add(message);
        else _waiting.Add(message, atMs);
    }

    /// <summary>
    /// A message that was handed out shall not come back: it is dead-lettered, if the queue says where, and settled, as
    /// one change where both lie in one shard.
    /// </summary>
    public void Reject(MessageRef message, ITracedClient? by = null)
    {
        LaneAt(message.Lane).Partition.Trace?.Rejected(message.Offset, by);
        _dispatcher.Post(new RejectCommand(message, DeathReason.Rejected));
    }

    /// <summary>
    /// Adds the dead letters of a message that was handed out to <paramref name="target"/>, which must not be touched
    /// until this is done; the caller settles the message in the same change.
    /// </summary>
    public Task DeadLetterAsync(MessageRef message, DeathReason reason, PublishBatch target)
    {
        var command = new DeadLetterCommand(message, reason, target);
        _dispatcher.Post(command);
        return command.Task;
    }

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

    /// <summary>The topic has got partitions.</summary>
    internal void Extend()
    {
        _dispatcher.Post(new ExtendCommand());
        _streams.Wake();
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
        if (options == Options) return;
        if (options.ExpiresMs != Options.ExpiresMs) Touch();
        Volatile.Write(ref _options, options);
        SetRules();
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
        _streams.Close();
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

    /// <summary>What those who append have to know of the options.</summary>
    private void SetRules()
    {
        QueueOptions options = Options;
        Deduplicator? deduplicator = options.DeduplicationWindowMs is { } windowMs ? NewDeduplicator(windowMs) : null;
        foreach (Lane lane in _messages.Lanes)
        {
            lane.Partition.TraceForQueue(_traces, options.IsTraced);
            lane.Partition.Limit = options.IsLimited ? _limit : null;
            // A stream that is consumed as a queue has its topic's settings.
            if (!IsStream) lane.Partition.Deduplicator = deduplicator;
        }
    }

    private Deduplicator NewDeduplicator(long windowMs)
    {
        Partition first = Topic.Partitions[0];
        int idsMax = (int)(Options.DeduplicationIdsMax ?? Deduplicator.IdsMaxByDefault);
        return new Deduplicator(_messageIds, first.Shard, first.Log.Id, windowMs, idsMax, _time);
    }
}
