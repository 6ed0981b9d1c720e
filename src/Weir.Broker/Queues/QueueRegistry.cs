using System.Collections.Concurrent;
using Weir.Broker.Duplicates;
using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Scheduling;

namespace Weir.Broker.Queues;

/// <summary>
/// The queues that are in use: every topic of kind queue, and each stream that somebody consumes as one. Declaring
/// makes the topic and keeps what it was declared with beside it, in one change of the catalog.
/// </summary>
public sealed class QueueRegistry : IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Topic, Queue> _queues = new();

    // Most queues want nothing looked for, and there may be very many.
    private readonly ConcurrentDictionary<Topic, Queue> _swept = new();
    private readonly ConcurrentDictionary<(string Namespace, string Name), bool> _declaring = new();
    private readonly SemaphoreSlim _gate = new(1);
    private readonly TopicRegistry _topics;
    private readonly ICatalog _catalog;
    private readonly QueuePolicies _policies;
    private readonly Lock _sync = new();

    private readonly TimeProvider _time;
    private readonly ITimer _sweeper;

    internal QueueRegistry(TopicRegistry topics, ICatalog catalog, QueuePolicies policies, WorkQueue work,
        TimeProvider time)
    {
        Work = work;
        _policies = policies;
        _policies.Changed += OnPoliciesChanged;
        _time = time;
        _sweeper = time.CreateTimer(
            static state => ((QueueRegistry)state!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _topics = topics;
        _catalog = catalog;
        _topics.Deleted += OnTopicDeleted;
        _topics.Extended += OnTopicExtended;
    }

    /// <summary>Told of a dispatcher that failed.</summary>
    public event Action<Queue, Exception>? Failed;

    /// <summary>Publishes dead messages; without one they are dropped.</summary>
    internal IDeadLetterWriter? DeadLetters { get; set; }

    public IEnumerable<Queue> All => _queues.Values;

    internal WorkQueue Work { get; }

    /// <summary>False until dead messages can be routed: nothing is taken out of a queue before.</summary>
    internal bool IsStarted { get; private set; }

    internal MessageIds MessageIds => _topics.MessageIds;

    internal Tracing.TraceLog Traces => _topics.Traces;

    /// <summary>The queue of the topic if it is in use as one; a stream is not opened by asking.</summary>
    public Queue? FindOpen(Topic topic) => _queues.GetValueOrDefault(topic);

    /// <summary>The queue of that name, or null. A stream is opened as a queue by this.</summary>
    public Queue? Find(string ns, string name)
    {
        if (_topics.Find(ns, name) is not { } topic) return null;
        // A queue's topic shows a moment before the queue does: until then it is still being declared.
        bool isDeclared = topic.Kind == TopicKind.Queue || _declaring.ContainsKey((ns, name));
        if (isDeclared) return _queues.GetValueOrDefault(topic);
        return Open(topic, new QueueOptions());
    }

    /// <summary>
    /// Makes a queue. With <see cref="TopicError.AlreadyExists"/> the one that is there comes back, to be compared.
    /// </summary>
    public async ValueTask<(TopicOutcome Outcome, Queue? Queue)> DeclareAsync(
        string ns,
        string name,
        QueueOptions options,
        CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            var beside = new CatalogChange(QueueRecord.KeyOf(ns, name), -1, QueueRecord.Encode(options));
            TopicOutcome outcome = await _topics.CreateAsync(
                ns, name, TopicKind.Queue, 1 + (options.PriorityMax ?? 0), SettingsOf(options), false, beside, cancel);
            if (outcome.Error == TopicError.AlreadyExists) return (outcome, Find(ns, name));
            return (outcome, outcome.Topic is null ? null : Open(outcome.Topic, options));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Makes a stream of one partition, with the settings of a topic; otherwise as <see cref="DeclareAsync"/>.
    /// </summary>
    public async ValueTask<(TopicOutcome Outcome, Queue? Queue)> DeclareStreamAsync(
        string ns,
        string name,
        QueueOptions options,
        IReadOnlyDictionary<string, string> settings,
        CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            // Whoever finds the topic before this is done must not open it as something else.
            _declaring[(ns, name)] = true;
            var beside = new CatalogChange(QueueRecord.KeyOf(ns, name), -1, QueueRecord.Encode(options));
            TopicOutcome outcome =
                await _topics.CreateAsync(ns, name, TopicKind.Stream, 1, settings, false, beside, cancel);
            if (outcome.Topic is not null) return (outcome, Open(outcome.Topic, options));
            _declaring.TryRemove((ns, name), out _);
            return (outcome, outcome.Error == TopicError.AlreadyExists ? Find(ns, name) : null);
        }
        finally
        {
            _declaring.TryRemove((ns, name), out _);
            _gate.Release();
        }
    }

    public ValueTask<TopicOutcome> DeleteAsync(Queue queue, CancellationToken cancel) =>
        _topics.DeleteAsync(queue.Topic, cancel);

    public void Dispose()
    {
        _sweeper.Dispose();
        _policies.Changed -= OnPoliciesChanged;
        _topics.Deleted -= OnTopicDeleted;
        _topics.Extended -= OnTopicExtended;
        foreach (Queue queue in _queues.Values) queue.Dispose();
        _gate.Dispose();
    }

    /// <summary>Opens the queues that outlive a process and removes the others.</summary>
    internal async ValueTask LoadAsync(CancellationToken cancel)
    {
        var declared = new Dictionary<string, CatalogEntry>(StringComparer.Ordinal);
        foreach (CatalogEntry entry in await _catalog.ListAsync(QueueRecord.KeyPrefix, cancel))
            declared[entry.Key] = entry;
        foreach (Topic topic in _topics.All)
        {
            string key = QueueRecord.KeyOf(topic.Namespace, topic.Name);
            if (topic.Kind != TopicKind.Queue && !declared.ContainsKey(key)) continue;
            QueueOptions options = new();
            bool survives = true;
            if (declared.GetValueOrDefault(key)?.Value is { } value) (options, survives)
                = QueueRecord.Decode(key, value.Span);
            if (survives) Open(topic, options);
            else await _topics.DeleteAsync(topic, cancel);
        }
    }

    /// <summary>Begins to take out what is dead or too much.</summary>
    internal void Start()
    {
        IsStarted = true;
        foreach (Queue queue in _queues.Values)
            if (queue.Options.IsLimited) queue.Wake();
        _sweeper.Change(SweepInterval, SweepInterval);
    }

    /// <summary>A queue keeps its messages until they are settled, whatever streams do.</summary>
    private static Dictionary<string, string> SettingsOf(QueueOptions options)
    {
        var settings = new Dictionary<string, string> { ["retention.ms"] = "-1", ["retention.bytes"] = "-1" };
        if (!options.IsDurable) settings["durability"] = "os";
        return settings;
    }

    /// <summary>Dead messages at the heads of queues, and queues that nobody uses.</summary>
    private void Sweep()
    {
        foreach ((_, Queue queue) in _swept)
        {
            if (queue.Options.ExpiresMs is { } expires && queue.ConsumerCount == 0
                && queue.UnusedFor.TotalMilliseconds >= expires)
                _ = ExpireAsync(queue);
            else if (queue.Options.MustBeSwept && queue.ReadyCount > 0) queue.Sweep();
        }
    }

    private async Task ExpireAsync(Queue queue)
    {
        try
        {
            await DeleteAsync(queue, CancellationToken.None);
        }
        catch (Exception e) when (e is StorageFailedException or IOException or ObjectDisposedException)
        {
            Failed?.Invoke(queue, e);
        }
    }

    private Queue Open(Topic topic, QueueOptions options)
    {
        if (_queues.TryGetValue(topic, out Queue? known)) return known;
        lock (_sync)
        {
            if (_queues.TryGetValue(topic, out known)) return known;
            long version = _policies.Version;
            var queue = new Queue(topic, options, Effective(topic, options), this, _time);
            queue.Failed += (q, e) => Failed?.Invoke(q, e);
            _queues[topic] = queue;
            if (_policies.Version != version) queue.SetOptions(Effective(topic, options));
            NoteSwept(queue);
            return queue;
        }
    }

    /// <summary>Policies are for queues: a stream has its topic's settings.</summary>
    private QueueOptions Effective(Topic topic, QueueOptions declared) =>
        topic.Kind == TopicKind.Queue ? _policies.Apply(topic.Namespace, topic.Name, declared) : declared;

    private void OnPoliciesChanged(string ns)
    {
        // One after the other, so that what was worked out last is what stays.
        lock (_sync)
        {
            foreach ((Topic topic, Queue queue) in _queues)
            {
                if (topic.Namespace != ns) continue;
                queue.SetOptions(Effective(topic, queue.Declared));
                NoteSwept(queue);
            }
        }
    }

    /// <summary>Under the lock.</summary>
    private void NoteSwept(Queue queue)
    {
        bool isSwept = queue.Options.MustBeSwept || queue.Options.ExpiresMs is not null;
        if (isSwept && _queues.ContainsKey(queue.Topic)) _swept[queue.Topic] = queue;
        else _swept.TryRemove(queue.Topic, out _);
    }

    private void OnTopicExtended(Topic topic)
    {
        if (_queues.TryGetValue(topic, out Queue? queue)) queue.Extend();
    }

    private void OnTopicDeleted(Topic topic)
    {
        if (!_queues.TryRemove(topic, out Queue? queue)) return;
        queue.Delete();
        lock (_sync) NoteSwept(queue);
    }
}
