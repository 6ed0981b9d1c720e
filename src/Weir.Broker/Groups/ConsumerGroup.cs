namespace Weir.Broker.Groups;

/// <summary>
/// A group whose members share out work by rounds: the live state machine over a <see cref="DurableGroup"/>. It is
/// volatile: dropped when it has neither members nor pending ids, and built again from the durable part on the next
/// request or after a restart. Joins and syncs are answered through the turn's effects, all else by return value.
/// </summary>
internal sealed class ConsumerGroup
{
    private readonly GroupOptions _options;
    private readonly Func<Guid> _newId;
    private readonly Alarm _alarm = new();
    private readonly Admission _admission;

    public ConsumerGroup(DurableGroup durable, GroupOptions options, Func<Guid> newId)
    {
        Durable = durable;
        _options = options;
        _newId = newId;
        Members = new Membership(_alarm);
        Round = new RebalanceRound(options, durable, Members, _alarm);
        _admission = new Admission(options, Members, Round);
    }

    public DurableGroup Durable { get; }

    public string Id => Durable.Id;

    public Membership Members { get; }

    public RebalanceRound Round { get; }

    public GroupState State => Round.State;

    /// <summary>Nothing here that the durable part does not know.</summary>
    public bool IsIdle => State == GroupState.Empty && Members.Count == 0 && Members.PendingCount == 0;

    /// <summary>When <see cref="Tick"/> is wanted next, or earlier.</summary>
    public long AlarmMs => _alarm.AtMs;

    /// <summary>The alarm that the coordinator has in its queue for this group.</summary>
    public long QueuedMs { get; set; } = Alarm.Never;

    /// <summary>Goes on where the stored generation is. Members get a whole session timeout to be heard of.</summary>
    public void Load(long nowMs)
    {
        if (Durable.Generation is not { } generation)
            return;
        Round.Load(generation);
        foreach (var stored in generation.Members)
        {
            var member = GroupMember.FromStored(stored);
            Members.Add(member);
            Members.Touch(member, nowMs);
        }

        if (generation.Members.Length > 0)
            Members.RestoreLeader(generation.LeaderId!);
    }

    public void Join(JoinRequest request, object token, in GroupTurn turn)
    {
        var protocols = Admission.CopyOf(request.Protocols);
        var error = _admission.Check(request, protocols);
        if (error != GroupError.None)
        {
            var isSurplus = error == GroupError.GroupMaxSize;
            if (isSurplus && Members.Find(request.MemberId) is { } surplus)
                RemoveAndRebalance(surplus, turn);
            turn.Effects.Reply(token, JoinReply.Failed(error, isSurplus ? "" : request.MemberId));
        }
        else if (request.MemberId.Length == 0)
        {
            JoinNew(request, protocols, token, turn);
        }
        else if (request.InstanceId is null && Members.IsPending(request.MemberId))
        {
            Add(request, request.MemberId, protocols, token, turn);
        }
        else
        {
            JoinAgain(request, protocols, token, turn);
        }
    }

    public void Sync(SyncRequest request, object token, in GroupTurn turn)
    {
        var error = _admission.Check(request, out var member);
        if (error != GroupError.None)
        {
            turn.Effects.Reply(token, SyncReply.Failed(error));
            return;
        }

        member!.OwesSync = false;
        if (State == GroupState.Stable)
        {
            turn.Effects.Reply(token, Round.AssignmentOf(member));
            return;
        }

        if (member.SyncToken is { } earlier)
            turn.Effects.Reply(earlier, SyncReply.Failed(GroupError.RebalanceInProgress));
        member.SyncToken = token;
        if (request.MemberId == Members.LeaderId)
            Round.Complete(request.Assignments, turn);
    }

    public GroupError Heartbeat(string memberId, string? instanceId, int generation, in GroupTurn turn)
    {
        var error = Members.Identify(memberId, instanceId, out var member);
        if (error != GroupError.None)
            return error;
        if (generation != Round.Generation)
            return GroupError.IllegalGeneration;
        Members.Touch(member!, turn.NowMs);
        return State == GroupState.PreparingRebalance ? GroupError.RebalanceInProgress : GroupError.None;
    }

    public LeaveReply Leave(IReadOnlyList<LeavingMember> leaving, in GroupTurn turn)
    {
        var outcomes = new GroupError[leaving.Count];
        var countBefore = Members.Count;
        for (var i = 0; i < outcomes.Length; i++)
            outcomes[i] = Leave(leaving[i], turn);
        if (Members.Count < countBefore)
            Round.PrepareOrComplete(turn);
        else
            Round.TryComplete(turn); // A pending id that is given back may be all that a round waited for.
        return new LeaveReply(GroupError.None, outcomes);
    }

    /// <summary>Ends what has run out of time: ids not used, sessions, then waits of the round.</summary>
    public void Tick(in GroupTurn turn)
    {
        foreach (var memberId in Members.PendingDue(turn.NowMs))
        {
            Members.RemovePending(memberId);
            Round.TryComplete(turn);
        }

        foreach (var member in Members.Due(turn.NowMs))
        {
            // An earlier one of this list may have changed the group.
            if (Members.Find(member.Id) != member || member.DeadlineMs > turn.NowMs)
                continue;
            var isHere = !member.IsNew && (member.JoinToken is not null || member.SyncToken is not null);
            if (isHere)
                member.DeadlineMs = Alarm.Never; // Its time starts anew when its parked request is answered.
            else
                RemoveAndRebalance(member, turn);
        }

        Round.Tick(turn);
        _alarm.Reset();
        Members.RaiseAlarm();
        Round.RaiseAlarm();
    }

    private void JoinNew(JoinRequest request, GroupProtocol[] protocols, object token, in GroupTurn turn)
    {
        var memberId = $"{request.InstanceId ?? request.ClientId}-{_newId()}";
        if (request.InstanceId is { } instanceId)
        {
            if (Members.FindInstance(instanceId) is { } previous)
                Replace(previous, request, memberId, protocols, token, turn);
            else
                Add(request, memberId, protocols, token, turn);
        }
        else if (!request.RequireMemberId)
        {
            Add(request, memberId, protocols, token, turn);
        }
        else if (Members.PendingCount >= _options.PendingMembersMax)
        {
            turn.Effects.Reply(token, JoinReply.Failed(GroupError.LimitExceeded));
        }
        else
        {
            Members.AddPending(memberId, turn.NowMs + request.SessionTimeoutMs);
            turn.Effects.Reply(token, JoinReply.Failed(GroupError.MemberIdRequired, memberId));
        }
    }

    private void JoinAgain(JoinRequest request, GroupProtocol[] protocols, object token, in GroupTurn turn)
    {
        var error = Members.Identify(request.MemberId, request.InstanceId, out var member);
        if (error != GroupError.None)
        {
            turn.Effects.Reply(token, JoinReply.Failed(error, request.MemberId));
            return;
        }

        // A member that says nothing new probably missed the answer to its join. A leader that joins a stable group
        // means it: what it assigns by may have changed outside of the group.
        var missedAnswer = member!.Supports(protocols) && State switch
        {
            GroupState.CompletingRebalance => true,
            GroupState.Stable => member.Id != Members.LeaderId,
            _ => false,
        };
        if (missedAnswer)
        {
            turn.Effects.Reply(token, Round.PlaceOf(member));
            return;
        }

        Update(member, request, protocols, token, turn);
        Round.PrepareOrComplete(turn);
    }

    private void Add(
        JoinRequest request, string memberId, GroupProtocol[] protocols, object token, in GroupTurn turn)
    {
        Round.NoteNewMember(request.ProtocolType);
        var member = Admission.MemberOf(request, memberId, protocols);
        member.IsNew = true;
        Members.Add(member);
        Members.Park(member, token);
        Members.Touch(member, turn.NowMs, _options.NewMemberJoinTimeoutMs);
        Round.PrepareOrComplete(turn);
    }

    /// <summary>
    /// A static member comes back. In a stable group whose protocol stays it goes on without a round; otherwise it
    /// takes part like any other. Whoever still uses the old id is fenced.
    /// </summary>
    private void Replace(
        GroupMember previous, JoinRequest request, string memberId, GroupProtocol[] protocols, object token,
        in GroupTurn turn)
    {
        var leaderBefore = Members.LeaderId!;
        AnswerParked(previous, GroupError.FencedInstance, previous.Id, turn);
        var member = Admission.MemberOf(request, memberId, protocols);
        member.Assignment = previous.Assignment;
        Members.Replace(previous, member);
        Members.Touch(member, turn.NowMs);
        if (State != GroupState.Stable || Members.SelectProtocol() != Round.ProtocolName)
        {
            Members.Park(member, token);
            Round.PrepareOrComplete(turn);
            return;
        }

        Round.Store(turn);
        var place = Round.PlaceOf(member);
        // A leader that cannot be told to skip assigning must not learn that it leads, or it would assign.
        turn.Effects.Reply(token, request.CanSkipAssignment
            ? place with { SkipAssignment = memberId == Members.LeaderId }
            : place with { LeaderId = leaderBefore, Members = [] });
    }

    private void Update(
        GroupMember member, JoinRequest request, GroupProtocol[] protocols, object token, in GroupTurn turn)
    {
        member.SessionTimeoutMs = request.SessionTimeoutMs;
        member.RebalanceTimeoutMs = Admission.RebalanceTimeoutMs(request);
        Members.SetProtocols(member, protocols);
        if (Members.Unpark(member) is { } earlier)
            turn.Effects.Reply(earlier, JoinReply.Failed(GroupError.RebalanceInProgress, member.Id));
        Members.Park(member, token);
    }

    private GroupError Leave(LeavingMember leaving, in GroupTurn turn)
    {
        GroupMember? member;
        if (leaving.MemberId.Length == 0)
        {
            member = leaving.InstanceId is null ? null : Members.FindInstance(leaving.InstanceId);
            if (member is null)
                return GroupError.UnknownMember;
        }
        else if (Members.RemovePending(leaving.MemberId))
        {
            return GroupError.None;
        }
        else
        {
            var error = Members.Identify(leaving.MemberId, leaving.InstanceId, out member);
            if (error != GroupError.None)
                return error;
        }

        Remove(member!, turn);
        return GroupError.None;
    }

    private void RemoveAndRebalance(GroupMember member, in GroupTurn turn)
    {
        Remove(member, turn);
        Round.PrepareOrComplete(turn);
    }

    private void Remove(GroupMember member, in GroupTurn turn)
    {
        AnswerParked(member, GroupError.UnknownMember, "", turn);
        Members.Remove(member);
    }

    private void AnswerParked(GroupMember member, GroupError error, string memberId, in GroupTurn turn)
    {
        if (Members.Unpark(member) is { } join)
            turn.Effects.Reply(join, JoinReply.Failed(error, memberId));
        if (member.SyncToken is { } sync)
            turn.Effects.Reply(sync, SyncReply.Failed(error));
        member.SyncToken = null;
    }
}
