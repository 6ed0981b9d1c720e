namespace Weir.Broker.Groups;

/// <summary>
/// The groups of a shard that have something volatile, and the queue of their alarms. A queue entry may be stale (the
/// group is gone, or has an earlier entry): it is told by <see cref="ConsumerGroup.QueuedMs"/> and skipped.
/// </summary>
internal sealed class LiveGroups(GroupStore store, GroupOptions options, Func<Guid> newId)
{
    // Stale entries are dropped when they outnumber the groups, so that their number is bounded by the groups'.
    private const int StaleEntriesMin = 64;

    private readonly Dictionary<string, ConsumerGroup> _groups = [];
    private readonly PriorityQueue<ConsumerGroup, long> _alarms = new();

    public int AlarmsQueued => _alarms.Count;

    /// <summary>When the next group wants to be looked at; may be early, is never late.</summary>
    public long? NextMs => _alarms.TryPeek(out _, out var atMs) ? atMs : null;

    /// <summary>The live group, if there is one; opens nothing.</summary>
    public ConsumerGroup? Peek(string groupId) => _groups.GetValueOrDefault(groupId);

    /// <summary>No members, and none about to come.</summary>
    public bool IsIdle(string groupId) => !_groups.ContainsKey(groupId);

    /// <summary>The group, if it is live or stored.</summary>
    public ConsumerGroup? Find(string groupId, long nowMs)
    {
        if (_groups.TryGetValue(groupId, out var group))
            return group;
        return store.Find(groupId) is { } durable ? Open(durable, nowMs) : null;
    }

    /// <summary>The group, or a new empty one; null if there are too many groups.</summary>
    public ConsumerGroup? FindOrCreate(string groupId, long nowMs)
    {
        if (Find(groupId, nowMs) is { } group)
            return group;
        return store.Count >= options.GroupsMax ? null : Open(store.GetOrAdd(groupId), nowMs);
    }

    public ConsumerGroup Open(DurableGroup durable, long nowMs)
    {
        var group = new ConsumerGroup(durable, options, newId);
        group.Load(nowMs);
        _groups.Add(group.Id, group);
        return group;
    }

    /// <summary>After each request: queues the group's alarm, or lets go of what need not be in memory.</summary>
    public void Settle(ConsumerGroup group)
    {
        if (group.IsIdle)
            Close(group);
        else
            Queue(group, group.AlarmMs);
    }

    /// <summary>Ticks each group whose alarm has rung, once.</summary>
    public void Tick(in GroupTurn turn)
    {
        while (_alarms.TryPeek(out _, out var atMs) && atMs <= turn.NowMs)
        {
            var group = _alarms.Dequeue();
            if (atMs != group.QueuedMs)
                continue;
            group.QueuedMs = Alarm.Never;
            group.Tick(turn);

            // A time-out of zero would ring again at once: the next tick is soon enough.
            if (group.IsIdle)
                Close(group);
            else
                Queue(group, Math.Max(group.AlarmMs, turn.NowMs + 1));
        }
    }

    public void Close(ConsumerGroup group)
    {
        group.QueuedMs = Alarm.Never;
        _groups.Remove(group.Id);
        if (group.Durable.IsVacant)
            store.Remove(group.Id);
    }

    private void Queue(ConsumerGroup group, long atMs)
    {
        if (atMs >= group.QueuedMs)
            return;
        group.QueuedMs = atMs;
        _alarms.Enqueue(group, atMs);
        if (_alarms.Count > StaleEntriesMin + 2 * _groups.Count)
            DropStale();
    }

    private void DropStale()
    {
        _alarms.Clear();
        foreach (var group in _groups.Values.Where(g => g.QueuedMs != Alarm.Never))
            _alarms.Enqueue(group, group.QueuedMs);
    }
}
