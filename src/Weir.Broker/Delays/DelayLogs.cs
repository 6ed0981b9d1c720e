using Weir.Broker.Routing;
using Weir.Broker.Shards;
using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Storage.Scheduling;

namespace Weir.Broker.Delays;

/// <summary>
/// Records that are to be delivered later, of all shards. Each is parked in the delay log of the shard where its
/// destination lies; when it is due, one frame of that shard appends it there and settles it here, so that it is
/// delivered once whatever crashes when. What waits is an index in memory, made from the logs at start.
/// </summary>
public sealed class DelayLogs : IDisposable
{
    /// <summary>The longest delay, a hundred years; more is taken as this.</summary>
    public const long DelayMsMax = Router.DelayMsMax;

    private readonly ShardDelays[] _shards = new ShardDelays[ShardId.Count];
    private readonly DelayLog[] _logs = new DelayLog[ShardId.Count];
    private readonly DelayClock _clock;
    private readonly DelayOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private long _pending;
    private IDelayedRouting? _routing;

    internal DelayLogs(LogStore store, TopicRegistry topics, DelayOptions options, TimeProvider time, WorkQueue work)
    {
        Work = work;
        Store = store;
        Topics = topics;
        _options = options;
        _clock = new DelayClock(time, ShardId.Count, shard => _shards![shard].Wake());
        Topic hidden = NewHiddenTopic();
        foreach (Shard shard in store.Shards)
        {
            PartitionLog log = store.Find(DelayLog.IdOf(shard.Id))!;
            var partition = new Partition(hidden, shard.Id.Value, log, shard, new Producers.ProducerTable(), time);
            _logs[shard.Id.Value] = new DelayLog(partition);
            _shards[shard.Id.Value] = new ShardDelays(this, _logs[shard.Id.Value], _clock);
            ((BrokerShard)shard.State).Delays = _shards[shard.Id.Value];
        }

        topics.Deleted += OnDeleted;
    }

    /// <summary>Told of a failure of one shard's delays; they are tried again.</summary>
    public event Action<Exception>? Failed;

    /// <summary>Records that wait for their time, and those of batches that are being made.</summary>
    public long PendingCount => Volatile.Read(ref _pending);

    public long PendingMax => _options.PendingMax;

    /// <summary>Routes what is due at an exchange; until there is one, such records wait on.</summary>
    public IDelayedRouting? Routing
    {
        get => Volatile.Read(ref _routing);
        set
        {
            Volatile.Write(ref _routing, value);
            foreach (ShardDelays shard in _shards) shard.Wake();
        }
    }

    internal WorkQueue Work { get; }

    internal LogStore Store { get; }

    internal TopicRegistry Topics { get; }

    internal DelayOptions Options => _options;

    internal bool IsStopping => _stop.IsCancellationRequested;

    /// <summary>Ends waiting for room, which a store whose disk is full never gets.</summary>
    internal CancellationToken Stopping => _stop.Token;

    internal IEnumerable<PartitionLog> Logs => _logs.Select(static l => l.Log);

    /// <summary>The time to deliver at, when a client asks for that one.</summary>
    public static long Limit(long deliverAtMs, long nowMs) => Math.Min(deliverAtMs, nowMs + DelayMsMax);

    /// <summary>Finds what waits; records are delivered from then on.</summary>
    internal async ValueTask StartAsync()
    {
        foreach (ShardDelays shard in _shards) await shard.StartAsync();
    }

    /// <summary>Returns when nothing moves any more.</summary>
    internal async ValueTask StopAsync()
    {
        if (!IsStopping) _stop.Cancel();
        foreach (ShardDelays shard in _shards) await shard.WhenIdleAsync();
    }

    public void Dispose()
    {
        Topics.Deleted -= OnDeleted;
        _clock.Dispose();
        foreach (ShardDelays shard in _shards) shard.Dispose();
        foreach (DelayLog log in _logs) log.Dispose();
        _stop.Dispose();
    }

    /// <summary>The log that takes records for an exchange of the namespace: where its queues are.</summary>
    internal Partition HomeOf(string ns) => _logs[Topics.HomeOf(ns).Value].Partition;

    /// <summary>Takes room for more records; false when there is none.</summary>
    internal bool TryReserve(int count)
    {
        if (Interlocked.Add(ref _pending, count) <= _options.PendingMax) return true;
        Release(count);
        return false;
    }

    internal void Reserve(int count) => Interlocked.Add(ref _pending, count);

    internal void Release(int count) => Interlocked.Add(ref _pending, -count);

    internal void Report(Exception failure) => Failed?.Invoke(failure);

    private void OnDeleted(Topic topic)
    {
        foreach (Partition partition in topic.Partitions) _shards[partition.Shard.Id.Value].Drop(partition.Log.Id);
    }

    private static Topic NewHiddenTopic()
    {
        var record = new TopicRecord("", "delays", Guid.Empty, TopicKind.Queue, [], new Dictionary<string, string>());
        return new Topic(record, 0, TopicSettings.Default(TopicDefaults.Standard));
    }
}
