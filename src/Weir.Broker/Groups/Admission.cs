namespace Weir.Broker.Groups;

/// <summary>Whether a join or a sync is acceptable as the group is now. Changes nothing.</summary>
internal sealed class Admission(GroupOptions options, Membership members, RebalanceRound round)
{
    public GroupError Check(JoinRequest request, GroupProtocol[] protocols)
    {
        var member = members.Find(request.MemberId);
        if (member is null && request.MemberId.Length == 0 && request.InstanceId is { } instanceId)
            member = members.FindInstance(instanceId);
        if (!HasRoomFor(member))
            return GroupError.GroupMaxSize;
        if (!SharesProtocol(request.ProtocolType, protocols))
            return GroupError.InconsistentProtocol;
        var bytes = members.SizeBytes - (member?.SizeBytes ?? 0)
            + MemberOf(request, request.MemberId, protocols).SizeBytes;
        return bytes > options.MetadataBytesMax ? GroupError.LimitExceeded : GroupError.None;
    }

    public GroupError Check(SyncRequest request, out GroupMember? member)
    {
        var error = members.Identify(request.MemberId, request.InstanceId, out member);
        if (error != GroupError.None)
            return error;
        if (request.Generation != round.Generation)
            return GroupError.IllegalGeneration;
        var isConsistent = Matches(request.ProtocolType, round.ProtocolType)
            && Matches(request.ProtocolName, round.ProtocolName);
        if (!isConsistent)
            return GroupError.InconsistentProtocol;
        if (round.State == GroupState.PreparingRebalance)
            return GroupError.RebalanceInProgress;
        var assigns = round.State == GroupState.CompletingRebalance && member!.Id == members.LeaderId;
        var bytes = assigns ? members.SizeBytes + request.Assignments.Sum(a => (long)a.Assignment.Length) : 0;
        return bytes > options.MetadataBytesMax ? GroupError.LimitExceeded : GroupError.None;
    }

    public static GroupMember MemberOf(JoinRequest request, string memberId, GroupProtocol[] protocols) =>
        new(memberId, request.InstanceId, request.ClientId, request.ClientHost)
        {
            SessionTimeoutMs = request.SessionTimeoutMs,
            RebalanceTimeoutMs = RebalanceTimeoutMs(request),
            Protocols = protocols,
        };

    public static int RebalanceTimeoutMs(JoinRequest request) => Math.Max(request.RebalanceTimeoutMs, 0);

    /// <summary>
    /// The caller's buffers are its own again after the call. Of protocols of one name the first counts.
    /// </summary>
    public static GroupProtocol[] CopyOf(IReadOnlyList<GroupProtocol> protocols) =>
        [.. protocols.DistinctBy(p => p.Name).Select(p => p with { Metadata = p.Metadata.ToArray() })];

    // While members gather, those that wait count: so a group above a lowered limit sheds who comes last.
    private bool HasRoomFor(GroupMember? member) => round.State switch
    {
        GroupState.Empty => true,
        GroupState.PreparingRebalance => member?.JoinToken is not null || members.JoinsParked < options.MembersMax,
        _ => member is not null || members.Count < options.MembersMax,
    };

    private bool SharesProtocol(string protocolType, GroupProtocol[] protocols)
    {
        if (protocolType.Length == 0 || protocols.Length == 0)
            return false;
        return round.State == GroupState.Empty
            || (protocolType == round.ProtocolType && members.SharesProtocol(protocols));
    }

    private static bool Matches(string? given, string? current) => given is null || given == current;
}
