using Weir.Broker.Groups.Events;

namespace Weir.Broker.Groups;

/// <summary>
/// The way of a group from generation to generation:
/// <code>
/// Empty --join--> PreparingRebalance --all joined, or time up--> CompletingRebalance --leader's sync--> Stable
///   ^------------ nobody left ------------'  ^------ change of members ------'----------------------------'
/// </code>
/// A completed (or emptied) generation is journaled; everything else here is volatile and starts from the stored
/// generation after a restart.
/// </summary>
internal sealed class RebalanceRound(GroupOptions options, DurableGroup durable, Membership members, Alarm alarm)
{
    // Keeps a group of absent members that asked for no timeout from being looked at every millisecond.
    private const int AbsentRetryMsMin = 1_000;

    private long _joinDeadlineMs = Alarm.Never;
    private long _syncDeadlineMs = Alarm.Never;

    // The first generation of an empty group waits in steps of the initial delay while members keep coming.
    private bool _isInitial;
    private bool _hasNewMember;
    private long _initialRemainingMs;

    public GroupState State { get; private set; } = GroupState.Empty;

    public int Generation { get; private set; }

    public string? ProtocolType { get; private set; }

    public string? ProtocolName { get; private set; }

    public void Load(GroupGeneration stored)
    {
        Generation = stored.Number;
        ProtocolType = stored.ProtocolType;
        ProtocolName = stored.ProtocolName;
        State = stored.Members.Length == 0 ? GroupState.Empty : GroupState.Stable;
    }

    /// <summary>Call before the member is added.</summary>
    public void NoteNewMember(string protocolType)
    {
        if (members.Count == 0)
            ProtocolType = protocolType;
        _hasNewMember = true;
    }

    /// <summary>
    /// A change of members calls for a new generation: starts it, or goes on with the one being prepared.
    /// </summary>
    public void PrepareOrComplete(in GroupTurn turn)
    {
        if (State == GroupState.PreparingRebalance)
            TryComplete(turn);
        else
            Prepare(turn);
    }

    /// <summary>
    /// Completes the round being prepared if nobody is missing. The initial delay is always waited for.
    /// </summary>
    public void TryComplete(in GroupTurn turn)
    {
        if (State == GroupState.PreparingRebalance && !_isInitial && members.AllJoined)
            CompleteJoin(turn);
    }

    public void Prepare(in GroupTurn turn)
    {
        if (State == GroupState.CompletingRebalance)
            TurnAwaySyncs(turn);
        foreach (var member in members.All)
            member.OwesSync = false;
        _syncDeadlineMs = Alarm.Never;

        _isInitial = State == GroupState.Empty && options.InitialRebalanceDelayMs > 0;
        var startsAtOnce = State == GroupState.Empty && !_isInitial;
        State = GroupState.PreparingRebalance;
        if (_isInitial)
        {
            _hasNewMember = false;
            _initialRemainingMs = Math.Max(members.RebalanceTimeoutMs - options.InitialRebalanceDelayMs, 0);
            WaitForJoins(turn.NowMs + options.InitialRebalanceDelayMs);
        }
        else if (startsAtOnce || members.AllJoined)
        {
            CompleteJoin(turn);
        }
        else
        {
            WaitForJoins(turn.NowMs + members.RebalanceTimeoutMs);
        }
    }

    /// <summary>The leader has decided: the generation is complete and everybody who waits gets its part.</summary>
    public void Complete(IReadOnlyList<MemberAssignment> assignments, in GroupTurn turn)
    {
        foreach (var member in members.All)
            members.SetAssignment(member, default);
        foreach (var (memberId, assignment) in assignments)
        {
            if (members.Find(memberId) is { } member)
                members.SetAssignment(member, assignment.ToArray());
        }

        State = GroupState.Stable;
        Store(turn);
        foreach (var member in members.All)
        {
            if (TakeSync(member) is not { } token)
                continue;
            turn.Effects.Reply(token, AssignmentOf(member));
            members.Touch(member, turn.NowMs);
        }
    }

    public SyncReply AssignmentOf(GroupMember member) => new()
    {
        ProtocolType = ProtocolType,
        ProtocolName = ProtocolName,
        Assignment = member.Assignment,
    };

    public JoinReply PlaceOf(GroupMember member) => new()
    {
        MemberId = member.Id,
        Generation = Generation,
        ProtocolType = ProtocolType,
        ProtocolName = ProtocolName,
        LeaderId = members.LeaderId ?? "",
        Members = member.Id == members.LeaderId ? ForLeader() : [],
    };

    public IReadOnlyList<JoinedMember> ForLeader() =>
        [.. members.All.Select(m => new JoinedMember(m.Id, m.InstanceId, m.MetadataFor(ProtocolName)))];

    /// <summary>Journals the generation as it is now.</summary>
    public void Store(in GroupTurn turn)
    {
        var generation = new GroupGeneration(
            Generation, ProtocolType, ProtocolName, members.LeaderId, turn.WallMs,
            [.. members.All.Select(m => m.ToStored())]);
        var stored = new GenerationStored(durable.Id, generation);
        turn.Effects.Record(stored);
        durable.Apply(stored);
    }

    public void Tick(in GroupTurn turn)
    {
        if (_joinDeadlineMs <= turn.NowMs)
            EndWaitForJoins(turn);
        if (_syncDeadlineMs <= turn.NowMs)
            EndWaitForSyncs(turn);
    }

    public void RaiseAlarm()
    {
        alarm.NoLaterThan(_joinDeadlineMs);
        alarm.NoLaterThan(_syncDeadlineMs);
    }

    /// <summary>
    /// Nobody else is waited for: dynamic members that did not join are dropped, static ones keep their place.
    /// </summary>
    public void CompleteJoin(in GroupTurn turn)
    {
        _joinDeadlineMs = Alarm.Never;
        foreach (var absent in members.All.Where(m => m.JoinToken is null && !m.IsStatic).ToList())
            members.Remove(absent);
        if (members.Count > 0 && !members.ElectAmongJoined())
        {
            // Only static members are left and none is there: wait until they come or their sessions end.
            WaitForJoins(turn.NowMs + Math.Max(members.RebalanceTimeoutMs, AbsentRetryMsMin));
            return;
        }

        _isInitial = false;
        Generation = Generation == int.MaxValue ? 1 : Generation + 1;
        if (members.Count == 0)
            BecomeEmpty(turn);
        else
            AnswerJoins(turn);
    }

    private void BecomeEmpty(in GroupTurn turn)
    {
        State = GroupState.Empty;
        ProtocolName = null;
        Store(turn);
    }

    private void AnswerJoins(in GroupTurn turn)
    {
        State = GroupState.CompletingRebalance;
        ProtocolName = members.SelectProtocol();
        foreach (var member in members.All)
        {
            if (members.Unpark(member) is { } token)
                turn.Effects.Reply(token, PlaceOf(member));
            member.IsNew = false;
            member.OwesSync = true;
            members.Touch(member, turn.NowMs);
        }

        _syncDeadlineMs = turn.NowMs + members.RebalanceTimeoutMs;
        alarm.NoLaterThan(_syncDeadlineMs);
    }

    private void WaitForJoins(long untilMs)
    {
        _joinDeadlineMs = untilMs;
        alarm.NoLaterThan(untilMs);
    }

    private void EndWaitForJoins(in GroupTurn turn)
    {
        if (!_isInitial || !_hasNewMember || _initialRemainingMs == 0)
        {
            CompleteJoin(turn);
            return;
        }

        _hasNewMember = false;
        var stepMs = Math.Min(options.InitialRebalanceDelayMs, _initialRemainingMs);
        _initialRemainingMs -= stepMs;
        WaitForJoins(turn.NowMs + stepMs);
    }

    private void EndWaitForSyncs(in GroupTurn turn)
    {
        _syncDeadlineMs = Alarm.Never;
        var silent = members.All.Where(m => m.OwesSync).ToList();
        if (silent.Count == 0)
            return;
        foreach (var member in silent)
            members.Remove(member);
        Prepare(turn);
    }

    private void TurnAwaySyncs(in GroupTurn turn)
    {
        foreach (var member in members.All)
        {
            members.SetAssignment(member, default);
            if (TakeSync(member) is not { } token)
                continue;
            turn.Effects.Reply(token, SyncReply.Failed(GroupError.RebalanceInProgress));
            members.Touch(member, turn.NowMs);
        }
    }

    private static object? TakeSync(GroupMember member)
    {
        var token = member.SyncToken;
        member.SyncToken = null;
        return token;
    }
}
