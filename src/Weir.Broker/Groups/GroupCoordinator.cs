using System.Buffers;

namespace Weir.Broker.Groups;

/// <summary>
/// The consumer groups of one shard: membership by Kafka's classic group protocol, and committed offsets. A pure state
/// machine: no thread, clock or journal of its own. The caller holds one lock around each call, gives the time,
/// journals <see cref="GroupEffects.Events"/>, and sends answers once those are durable.
/// <para>Life: <see cref="Restore"/> and <see cref="Apply"/> what was stored, then <see cref="Activate"/>, then
/// requests and <see cref="Tick"/>. Joins and syncs are answered exactly once through
/// <see cref="GroupEffects.Replies"/> of the same or a later call; a request that its client repeats answers the
/// earlier one with RebalanceInProgress.</para>
/// </summary>
public sealed class GroupCoordinator
{
    private readonly GroupOptions _options;
    private readonly GroupStore _store = new();
    private readonly LiveGroups _live;
    private readonly OffsetRules _offsets;
    private readonly RequestLimits _limits;
    private long _nextExpiryMs = Alarm.Never;
    private bool _isActive;

    /// <param name="options">Limits and times.</param>
    /// <param name="subscriptions">Null if no subscription can be read: then only empty groups lose offsets.</param>
    /// <param name="newId">Makes member ids unique; null for random ones.</param>
    public GroupCoordinator(
        GroupOptions options, ISubscriptionReader? subscriptions = null, Func<Guid>? newId = null)
    {
        _options = options;
        _live = new LiveGroups(_store, options, newId ?? Guid.NewGuid);
        _offsets = new OffsetRules(options, subscriptions);
        _limits = new RequestLimits(options);
    }

    /// <summary>
    /// When <see cref="Tick"/> is wanted, in steady time; possibly early, never late; may change with every call.
    /// </summary>
    public long? NextDeadlineMs
    {
        get
        {
            var nextMs = Math.Min(_live.NextMs ?? Alarm.Never, _nextExpiryMs);
            return nextMs == Alarm.Never ? null : nextMs;
        }
    }

    /// <summary>Entries in the queue of alarms, stale ones included; tests hold it bounded.</summary>
    internal int AlarmsQueued => _live.AlarmsQueued;

    /// <summary>Replays stored events (one or several, back to back). Before Activate only.</summary>
    /// <exception cref="Storage.DamagedDataException">Nothing of <paramref name="events"/> was applied.</exception>
    public void Apply(ReadOnlySpan<byte> events)
    {
        RequireActive(false);
        _store.Apply(events);
    }

    /// <summary>Puts a snapshot in place of all state. Before Activate only.</summary>
    /// <exception cref="Storage.DamagedDataException">The state is as it was.</exception>
    public void Restore(ReadOnlySpan<byte> snapshot)
    {
        RequireActive(false);
        _store.Restore(snapshot);
    }

    /// <summary>The durable state as of all events so far. At any time.</summary>
    public void WriteSnapshot(IBufferWriter<byte> output) => _store.WriteSnapshot(output);

    /// <summary>Starts serving. Members of stored generations have a whole session timeout from now.</summary>
    public void Activate(GroupTime now)
    {
        RequireActive(false);
        _isActive = true;
        _store.RemoveVacant();
        foreach (var durable in _store.All.ToList())
        {
            if (durable.Generation?.Members.Length > 0)
                _live.Settle(_live.Open(durable, now.SteadyMs));
        }

        _nextExpiryMs = now.SteadyMs + _options.OffsetsRetentionCheckMs;
    }

    /// <summary>Asks for a place in the next generation; answered through the effects with the token.</summary>
    public void Join(JoinRequest request, object token, GroupTime now, GroupEffects effects)
    {
        RequireActive(true);
        var error = _limits.Check(request);
        if (error != GroupError.None)
        {
            effects.Reply(token, JoinReply.Failed(error, request.MemberId));
            return;
        }

        var isNew = request.MemberId.Length == 0;
        var group = isNew
            ? _live.FindOrCreate(request.GroupId, now.SteadyMs)
            : _live.Find(request.GroupId, now.SteadyMs);
        if (group is null)
        {
            error = isNew ? GroupError.LimitExceeded : GroupError.UnknownMember;
            effects.Reply(token, JoinReply.Failed(error, request.MemberId));
            return;
        }

        group.Join(request, token, new GroupTurn(now, effects));
        _live.Settle(group);
    }

    /// <summary>Asks for the assignment, or brings it; answered through the effects with the token.</summary>
    public void Sync(SyncRequest request, object token, GroupTime now, GroupEffects effects)
    {
        RequireActive(true);
        var error = _limits.CheckGroupId(request.GroupId);
        if (error == GroupError.None && _live.Find(request.GroupId, now.SteadyMs) is { } group)
        {
            group.Sync(request, token, new GroupTurn(now, effects));
            _live.Settle(group);
            return;
        }

        effects.Reply(token, SyncReply.Failed(error == GroupError.None ? GroupError.UnknownMember : error));
    }

    /// <summary>Keeps the member's session. RebalanceInProgress (session kept as well) asks it to join again.</summary>
    public GroupError Heartbeat(
        string groupId, string memberId, string? instanceId, int generation, GroupTime now, GroupEffects effects)
    {
        RequireActive(true);
        var error = _limits.CheckGroupId(groupId);
        if (error != GroupError.None)
            return error;
        if (_live.Find(groupId, now.SteadyMs) is not { } group)
            return GroupError.UnknownMember;
        error = group.Heartbeat(memberId, instanceId, generation, new GroupTurn(now, effects));
        _live.Settle(group);
        return error;
    }

    /// <summary>Removes members, static ones too; the rest rebalance.</summary>
    public LeaveReply Leave(string groupId, IReadOnlyList<LeavingMember> members, GroupTime now, GroupEffects effects)
    {
        RequireActive(true);
        var error = _limits.CheckGroupId(groupId);
        if (error != GroupError.None)
            return new LeaveReply(error, []);
        if (_live.Find(groupId, now.SteadyMs) is not { } group)
            return new LeaveReply(GroupError.UnknownMember, []);
        var reply = group.Leave(members, new GroupTurn(now, effects));
        _live.Settle(group);
        return reply;
    }

    /// <summary>
    /// Stores positions. A commit from outside of membership makes the group if need be; any other to a group that is
    /// not there gives GroupNotFound (which Kafka clients before OffsetCommit 9 know as an illegal generation).
    /// </summary>
    public OffsetsReply Commit(CommitRequest request, GroupTime now, GroupEffects effects)
    {
        RequireActive(true);
        if (!_limits.Fits(request.GroupId))
            return OffsetsReply.Failed(GroupError.InvalidGroupId);
        var isSimple = request.Generation < 0;
        var group = isSimple
            ? _live.FindOrCreate(request.GroupId, now.SteadyMs)
            : _live.Find(request.GroupId, now.SteadyMs);
        if (group is null)
            return OffsetsReply.Failed(isSimple ? GroupError.LimitExceeded : GroupError.GroupNotFound);
        var reply = _offsets.Commit(group, request, new GroupTurn(now, effects));
        _live.Settle(group);
        return reply;
    }

    /// <summary>The position of a group in one partition; false if it has none, or there is no such group.</summary>
    public bool TryGetOffset(string groupId, OffsetKey key, out CommittedOffset offset)
    {
        RequireActive(true);
        offset = default;
        return _store.Find(groupId)?.Offsets.TryGet(key, out offset) == true;
    }

    /// <summary>All positions of a group by topic and partition; empty if there is no such group.</summary>
    public IReadOnlyList<OffsetEntry> AllOffsets(string groupId)
    {
        RequireActive(true);
        return _store.Find(groupId)?.Offsets.Sorted() ?? [];
    }

    /// <summary>
    /// Deletes positions, except of topics that members subscribe to. Missing positions are no error.
    /// </summary>
    public OffsetsReply DeleteOffsets(
        string groupId, IReadOnlyList<OffsetKey> keys, GroupTime now, GroupEffects effects)
    {
        RequireActive(true);
        if (_live.Find(groupId, now.SteadyMs) is not { } group)
            return OffsetsReply.Failed(GroupError.GroupNotFound);
        var reply = _offsets.Delete(group, keys, new GroupTurn(now, effects));
        _live.Settle(group);
        return reply;
    }

    /// <summary>Forgets all groups' positions in a topic that was deleted.</summary>
    public void RemoveTopic(string topic, GroupEffects effects)
    {
        RequireActive(true);
        foreach (var durable in _store.All.ToList())
        {
            OffsetRules.RemoveTopic(durable, topic, effects);
            RemoveIfGone(durable);
        }
    }

    /// <summary>Deletes a group without members, with its positions.</summary>
    public GroupError DeleteGroup(string groupId, GroupTime now, GroupEffects effects)
    {
        RequireActive(true);
        if (_live.Find(groupId, now.SteadyMs) is not { } group)
            return GroupError.GroupNotFound;
        if (group.State != GroupState.Empty)
            return GroupError.NonEmptyGroup;
        if (!group.Durable.IsVacant)
            OffsetRules.Journal(group.Durable, new Events.GroupDeleted(groupId), effects);
        _live.Close(group);
        return GroupError.None;
    }

    /// <summary>A group with its members, for tools.</summary>
    public GroupDescription Describe(string groupId)
    {
        RequireActive(true);
        return GroupViews.Describe(groupId, _store.Find(groupId), _live.Peek(groupId));
    }

    /// <summary>The groups in one of <paramref name="states"/>, by id; null or none for all.</summary>
    public IReadOnlyList<GroupListing> List(IReadOnlyCollection<GroupState>? states = null)
    {
        RequireActive(true);
        return [.. _store.All.Select(g => GroupViews.Line(g, _live.Peek(g.Id)))
            .Where(g => states is null or { Count: 0 } || states.Contains(g.State))
            .OrderBy(g => g.GroupId, StringComparer.Ordinal)];
    }

    /// <summary>Does what is due at <paramref name="now"/>: expiry of members, ids, rounds and offsets.</summary>
    public void Tick(GroupTime now, GroupEffects effects)
    {
        RequireActive(true);
        var turn = new GroupTurn(now, effects);
        _live.Tick(turn);
        if (now.SteadyMs < _nextExpiryMs)
            return;
        _nextExpiryMs = now.SteadyMs + _options.OffsetsRetentionCheckMs;
        foreach (var durable in _store.All.Where(g => _live.IsIdle(g.Id)).ToList())
        {
            _offsets.Expire(durable, turn);
            RemoveIfGone(durable);
        }
    }

    private void RemoveIfGone(DurableGroup durable)
    {
        if (durable.IsVacant && _live.IsIdle(durable.Id))
            _store.Remove(durable.Id);
    }

    private void RequireActive(bool active)
    {
        if (_isActive != active)
            throw new InvalidOperationException($"The coordinator is {(_isActive ? "already" : "not yet")} active.");
    }
}
