using Weir.Storage.Logs;

namespace Weir.Broker.Tracing;

/// <summary>
/// The newest events of all messages that are traced, in memory: a ring, so that what it costs is bounded and tracing
/// never waits for a disk. A restart forgets it. Nothing is allocated before the first event. Thread-safe; its lock is
/// taken under those of shards and channels, and takes none.
/// </summary>
public sealed class TraceLog(int eventsMax, TimeProvider time)
{
    public const int EventsMaxByDefault = 65_536;

    /// <summary>Most messages that one story follows, from log to log.</summary>
    private const int StoryMessagesMax = 16;

    private readonly Lock _sync = new();
    private TraceEvent[] _ring = [];
    private long _count;

    public int EventsMax => eventsMax;

    /// <summary>Unix milliseconds: events before this are forgotten, pushed out or of another process.</summary>
    public long KeptSinceMs { get; private set; } = time.GetUtcNow().ToUnixTimeMilliseconds();

    internal long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>
    /// What happened to a message, in order, with the messages that it continues and those that continue it: a dead
    /// letter, for example, is told from its first publish on.
    /// </summary>
    public IReadOnlyList<(TraceEvent Event, long Offset)> StoryOf(PartitionId log, long offset)
    {
        var told = new List<(PartitionId Log, long Offset)> { (log, offset) };
        var story = new SortedDictionary<long, (TraceEvent Event, long Offset)>();
        lock (_sync)
        {
            for (int i = 0; i < told.Count; i++) Gather(told[i].Log, told[i].Offset, told, story);
        }

        return InOrder([.. story.Values]);
    }

    /// <summary>The newest events of a topic's messages, newest first.</summary>
    public IReadOnlyList<TraceEvent> Newest(IReadOnlyCollection<PartitionId> logs, int max)
    {
        var found = new List<TraceEvent>();
        lock (_sync)
        {
            for (long i = _count - 1; i >= Math.Max(0, _count - _ring.Length) && found.Count < max; i--)
            {
                TraceEvent each = _ring[i % _ring.Length];
                if (logs.Contains(each.Log)) found.Add(each);
            }
        }

        return found;
    }

    internal void Add(TraceEvent added)
    {
        lock (_sync)
        {
            if (_count == _ring.Length && _ring.Length < eventsMax)
                Array.Resize(ref _ring, Math.Min(eventsMax, Math.Max(1024, _ring.Length * 2)));
            ref TraceEvent place = ref _ring[_count % _ring.Length];
            if (_count >= _ring.Length) KeptSinceMs = place.TimeMs;
            place = added;
            _count++;
        }
    }

    private void Gather(
        PartitionId log, long offset, List<(PartitionId Log, long Offset)> told,
        SortedDictionary<long, (TraceEvent Event, long Offset)> story)
    {
        for (long i = Math.Max(0, _count - _ring.Length); i < _count; i++)
        {
            TraceEvent each = _ring[i % _ring.Length];
            MessageAddress? source = each.Note?.Source;
            if (each.IsOf(log, offset))
            {
                story[i] = (each, offset);
                if (source is { } before) Follow(told, before.Log, before.Offset);
            }
            else if (source is { } from && from.Log == log && from.Offset == offset) Follow(told, each.Log, each.First);
        }
    }

    private static void Follow(List<(PartitionId Log, long Offset)> told, PartitionId log, long offset)
    {
        if (told.Count < StoryMessagesMax && !told.Contains((log, offset))) told.Add((log, offset));
    }

    /// <summary>
    /// As they were noted; but a publish, which is noted when its append has returned, stands before what came of it.
    /// </summary>
    private static List<(TraceEvent Event, long Offset)> InOrder(List<(TraceEvent Event, long Offset)> story)
    {
        for (int i = 1; i < story.Count; i++)
        {
            (TraceEvent Event, long Offset) begins = story[i];
            if (!begins.Event.IsBeginning) continue;
            int first = story.FindIndex(e => e.Event.Log == begins.Event.Log && e.Offset == begins.Offset);
            if (first >= i) continue;
            story.RemoveAt(i);
            story.Insert(first, begins);
        }

        return story;
    }
}
