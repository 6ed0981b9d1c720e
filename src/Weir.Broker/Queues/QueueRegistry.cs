using System.Collections.Concurrent;
using Weir.Broker.Topics;

namespace Weir.Broker.Queues;

/// <summary>
/// The queues that are in use: every topic of kind queue, and each stream that somebody consumes as one. Declaring makes
/// the topic; what a queue was declared with beyond that is kept in its settings and here.
/// </summary>
public sealed class QueueRegistry : IDisposable
{
    private readonly ConcurrentDictionary<Topic, Queue> _queues = new();
    private readonly TopicRegistry _topics;
    private readonly Lock _sync = new();

    internal QueueRegistry(TopicRegistry topics)
    {
        _topics = topics;
        _topics.Deleted += OnTopicDeleted;
    }

    /// <summary>Told of a dispatcher that failed.</summary>
    public event Action<Queue, Exception>? Failed;

    public IEnumerable<Queue> All => _queues.Values;

    /// <summary>The queue of that name, or null. A stream is opened as a queue by this.</summary>
    public Queue? Find(string ns, string name) => _topics.Find(ns, name) is { } topic ? Open(topic, new QueueOptions()) : null;

    public async ValueTask<(TopicOutcome Outcome, Queue? Queue)> DeclareAsync(
        string ns,
        string name,
        int lanes,
        IReadOnlyDictionary<string, string> settings,
        QueueOptions options,
        CancellationToken cancel)
    {
        TopicOutcome outcome = await _topics.CreateAsync(ns, name, TopicKind.Queue, lanes, settings, false, cancel);
        return (outcome, outcome.Topic is null ? null : Open(outcome.Topic, options));
    }

    public async ValueTask<TopicOutcome> DeleteAsync(Queue queue, CancellationToken cancel) =>
        await _topics.DeleteAsync(queue.Topic, cancel);

    public void Dispose()
    {
        _topics.Deleted -= OnTopicDeleted;
        foreach (Queue queue in _queues.Values) queue.Dispose();
    }

    private Queue Open(Topic topic, QueueOptions options)
    {
        if (_queues.TryGetValue(topic, out Queue? known)) return known;
        lock (_sync)
        {
            if (_queues.TryGetValue(topic, out known)) return known;
            var queue = new Queue(topic, options);
            queue.Failed += (q, e) => Failed?.Invoke(q, e);
            _queues[topic] = queue;
            return queue;
        }
    }

    private void OnTopicDeleted(Topic topic)
    {
        if (_queues.TryRemove(topic, out Queue? queue)) queue.Delete();
    }
}
