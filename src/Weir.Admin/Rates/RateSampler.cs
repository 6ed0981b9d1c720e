using System.Collections.Concurrent;
using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Broker.Sessions;
using Weir.Broker.Topics;

namespace Weir.Admin.Rates;

/// <summary>
/// Looks at the broker's counters once a second and keeps the last minutes of them, from which rates come. It counts
/// nothing itself, so nothing is slower for being watched; memory is bounded by what is tracked.
/// </summary>
public sealed class RateSampler : IDisposable
{
    /// <summary>Topics with rates of their own; those beyond show none.</summary>
    public const int TopicsMax = 5_000;

    /// <summary>Seconds of history of the whole broker.</summary>
    public const int HistorySeconds = 300;

    private const int TopicSamples = 12;
    private const int SecondsPerTopicSample = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SpanMin = TimeSpan.FromSeconds(SecondsPerTopicSample);

    private readonly MessageBroker _broker;
    private readonly SampleRing<OverviewSample> _history = new(HistorySeconds);
    private readonly ConcurrentDictionary<Topic, SampleRing<CounterSample>> _topics = new();
    private readonly Lock _sync = new();
    private readonly ITimer _timer;
    private int _ticks;

    public RateSampler(MessageBroker broker)
    {
        _broker = broker;
        Tick();
        _timer = broker.Time.CreateTimer(static s => ((RateSampler)s!).Tick(), this, Interval, Interval);
    }

    /// <summary>Raised after each sample.</summary>
    public event Action? Sampled;

    /// <summary>One sample a second, oldest first.</summary>
    public IReadOnlyList<OverviewSample> History
    {
        get
        {
            lock (_sync)
            {
                var samples = new OverviewSample[_history.Count];
                for (int i = 0; i < samples.Length; i++) samples[i] = _history[i];
                return samples;
            }
        }
    }

    public OverviewSample Now => Take();

    /// <summary>Of the whole broker over the last five seconds.</summary>
    public MessageRates Overall
    {
        get
        {
            OverviewSample now = Take();
            lock (_sync)
            {
                OverviewSample before = _history[Math.Max(0, _history.Count - SecondsPerTopicSample)];
                double seconds = (now.TimeMs - before.TimeMs) / 1000.0;
                return seconds <= 0 ? MessageRates.None : new MessageRates(
                    Math.Max(0, now.Published - before.Published) / seconds,
                    Math.Max(0, now.Delivered - before.Delivered) / seconds,
                    Math.Max(0, now.Settled - before.Settled) / seconds);
            }
        }
    }

    /// <summary>Of one topic over the last five to ten seconds.</summary>
    public MessageRates Of(Topic topic)
    {
        if (!_topics.TryGetValue(topic, out SampleRing<CounterSample>? ring)) return MessageRates.None;
        CounterSample now = Take(topic, _broker.Queues.FindOpen(topic));
        lock (_sync)
        {
            for (int i = ring.Count - 1; i >= 0; i--)
            {
                TimeSpan span = _broker.Time.GetElapsedTime(ring[i].Timestamp, now.Timestamp);
                if (span < SpanMin && i > 0) continue;
                if (span < Interval) return MessageRates.None;
                return Between(ring[i], now, span.TotalSeconds);
            }
        }

        return MessageRates.None;
    }

    public void Dispose() => _timer.Dispose();

    private static MessageRates Between(in CounterSample before, in CounterSample now, double seconds) => new(
        Math.Max(0, now.Published - before.Published) / seconds,
        Math.Max(0, now.Delivered - before.Delivered) / seconds,
        Math.Max(0, now.Settled - before.Settled) / seconds);

    private void Tick()
    {
        OverviewSample sample = Take();
        lock (_sync) _history.Add(sample);
        if (_ticks++ % SecondsPerTopicSample == 0) SampleTopics();
        Sampled?.Invoke();
    }

    private OverviewSample Take()
    {
        SessionTotals totals = _broker.Connections.Totals;
        long settled = 0, ready = 0, inFlight = 0;
        foreach (Queue queue in _broker.Queues.All)
        {
            settled += queue.Counters.Settled;
            ready += queue.ReadyCount;
            inFlight += queue.InFlightCount;
        }

        return new OverviewSample(
            _broker.NowMs, totals.Published, totals.Delivered, settled, totals.BytesReceived, totals.BytesSent, ready,
            inFlight, _broker.Connections.Count);
    }

    private void SampleTopics()
    {
        int tracked = 0;
        foreach (Topic topic in _broker.Topics.All)
        {
            if (tracked++ == TopicsMax) break;
            SampleRing<CounterSample> ring = _topics.GetOrAdd(topic, static _ => new(TopicSamples));
            CounterSample sample = Take(topic, _broker.Queues.FindOpen(topic));
            lock (_sync) ring.Add(sample);
        }

        foreach (Topic topic in _topics.Keys)
            if (topic.IsDeleted) _topics.TryRemove(topic, out _);
    }

    private CounterSample Take(Topic topic, Queue? queue)
    {
        long published = 0;
        foreach (Partition partition in topic.Partitions) published += partition.Log.NextOffset;
        return new CounterSample(
            _broker.Time.GetTimestamp(), published, queue?.Counters.Delivered ?? 0, queue?.Counters.Settled ?? 0);
    }
}
