namespace Weir.Broker.Groups;

/// <summary>
/// Who is in a group, in order of joining: members by id and by instance id, ids handed out and not used yet, the
/// leader, and the counts that rounds ask for. Invariants: a leader exists exactly when a member does; every static
/// member is the one its instance id points to; every protocol's supporters are counted.
/// </summary>
internal sealed class Membership(Alarm alarm)
{
    private readonly OrderedDictionary<string, GroupMember> _members = [];
    private readonly Dictionary<string, string> _idsByInstance = [];
    private readonly Dictionary<string, long> _pendingDeadlinesMs = [];
    private readonly Dictionary<string, int> _supporters = [];

    public int Count => _members.Count;

    public IList<GroupMember> All => _members.Values;

    public int PendingCount => _pendingDeadlinesMs.Count;

    public int JoinsParked { get; private set; }

    public bool AllJoined => JoinsParked == Count && PendingCount == 0;

    public string? LeaderId { get; private set; }

    /// <summary>Counted as it changes, so that admitting a member costs the same in a large group.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>The longest that any member wants to be waited for.</summary>
    public int RebalanceTimeoutMs => Count == 0 ? 0 : All.Max(m => m.RebalanceTimeoutMs);

    public GroupMember? Find(string memberId) => _members.GetValueOrDefault(memberId);

    public GroupMember? FindInstance(string instanceId) =>
        _idsByInstance.TryGetValue(instanceId, out var id) ? _members[id] : null;

    /// <summary>Finds the member that a request speaks for, or why it may not.</summary>
    public GroupError Identify(string memberId, string? instanceId, out GroupMember? member)
    {
        member = null;
        if (instanceId is not null)
        {
            if (!_idsByInstance.TryGetValue(instanceId, out var currentId))
                return GroupError.UnknownMember;
            if (currentId != memberId)
                return GroupError.FencedInstance;
        }

        member = Find(memberId);
        return member is null ? GroupError.UnknownMember : GroupError.None;
    }

    public void Add(GroupMember member)
    {
        _members.Add(member.Id, member);
        if (member.InstanceId is not null)
            _idsByInstance.Add(member.InstanceId, member.Id);
        CountSupport(member.Protocols, +1);
        SizeBytes += member.SizeBytes;
        LeaderId ??= member.Id;
        _pendingDeadlinesMs.Remove(member.Id);
    }

    /// <summary>Its parked requests must have been answered.</summary>
    public void Remove(GroupMember member)
    {
        Unpark(member);
        _members.Remove(member.Id);
        if (member.InstanceId is not null)
            _idsByInstance.Remove(member.InstanceId);
        CountSupport(member.Protocols, -1);
        SizeBytes -= member.SizeBytes;
        if (LeaderId == member.Id)
            LeaderId = Count == 0 ? null : _members.GetAt(0).Key;
    }

    /// <summary>
    /// Puts <paramref name="next"/> in the place of the static member before it, leadership included.
    /// </summary>
    public void Replace(GroupMember previous, GroupMember next)
    {
        Unpark(previous);
        var index = _members.IndexOf(previous.Id);
        _members.RemoveAt(index);
        _members.Insert(index, next.Id, next);
        _idsByInstance[next.InstanceId!] = next.Id;
        CountSupport(previous.Protocols, -1);
        CountSupport(next.Protocols, +1);
        SizeBytes += next.SizeBytes - previous.SizeBytes;
        if (LeaderId == previous.Id)
            LeaderId = next.Id;
    }

    public void SetProtocols(GroupMember member, GroupProtocol[] protocols)
    {
        CountSupport(member.Protocols, -1);
        SizeBytes += GroupMember.ProtocolBytes(protocols) - GroupMember.ProtocolBytes(member.Protocols);
        member.Protocols = protocols;
        CountSupport(protocols, +1);
    }

    public void SetAssignment(GroupMember member, ReadOnlyMemory<byte> assignment)
    {
        SizeBytes += assignment.Length - member.Assignment.Length;
        member.Assignment = assignment;
    }

    public void RestoreLeader(string leaderId) => LeaderId = leaderId;

    public void Park(GroupMember member, object joinToken)
    {
        if (member.JoinToken is null)
            JoinsParked++;
        member.JoinToken = joinToken;
    }

    public object? Unpark(GroupMember member)
    {
        var token = member.JoinToken;
        if (token is not null)
            JoinsParked--;
        member.JoinToken = null;
        return token;
    }

    /// <summary>Starts the member's time anew.</summary>
    public void Touch(GroupMember member, long nowMs) => Touch(member, nowMs, member.SessionTimeoutMs);

    public void Touch(GroupMember member, long nowMs, int timeoutMs)
    {
        member.DeadlineMs = nowMs + timeoutMs;
        alarm.NoLaterThan(member.DeadlineMs);
    }

    public bool IsPending(string memberId) => _pendingDeadlinesMs.ContainsKey(memberId);

    public void AddPending(string memberId, long deadlineMs)
    {
        _pendingDeadlinesMs[memberId] = deadlineMs;
        alarm.NoLaterThan(deadlineMs);
    }

    public bool RemovePending(string memberId) => _pendingDeadlinesMs.Remove(memberId);

    public List<string> PendingDue(long nowMs) =>
        [.. _pendingDeadlinesMs.Where(p => p.Value <= nowMs).OrderBy(p => p.Value).Select(p => p.Key)];

    public List<GroupMember> Due(long nowMs) => [.. All.Where(m => m.DeadlineMs <= nowMs).OrderBy(m => m.DeadlineMs)];

    /// <summary>Makes the alarm exact again, after it rang.</summary>
    public void RaiseAlarm()
    {
        foreach (var member in All)
            alarm.NoLaterThan(member.DeadlineMs);
        foreach (var deadlineMs in _pendingDeadlinesMs.Values)
            alarm.NoLaterThan(deadlineMs);
    }

    /// <summary>Leadership passes on if the leader did not join this round. False if nobody joined.</summary>
    public bool ElectAmongJoined()
    {
        if (LeaderId is null)
            return false;
        if (_members[LeaderId].JoinToken is not null)
            return true;
        var joined = All.FirstOrDefault(m => m.JoinToken is not null);
        if (joined is null)
            return false;
        LeaderId = joined.Id;
        return true;
    }

    /// <summary>At least one of the protocols is supported by every member.</summary>
    public bool SharesProtocol(GroupProtocol[] protocols) =>
        protocols.Any(p => _supporters.GetValueOrDefault(p.Name) == Count);

    /// <summary>
    /// Each member votes for the first of its protocols that all support; most votes win, and of equals the one voted
    /// for first in order of joining.
    /// </summary>
    public string SelectProtocol()
    {
        var votes = new OrderedDictionary<string, int>();
        foreach (var member in All)
        {
            var choice = member.Protocols.First(p => _supporters[p.Name] == Count).Name;
            votes[choice] = votes.GetValueOrDefault(choice) + 1;
        }

        return votes.MaxBy(v => v.Value).Key;
    }

    private void CountSupport(GroupProtocol[] protocols, int change)
    {
        foreach (var protocol in protocols)
        {
            var count = _supporters.GetValueOrDefault(protocol.Name) + change;
            if (count == 0)
                _supporters.Remove(protocol.Name);
            else
                _supporters[protocol.Name] = count;
        }
    }
}
