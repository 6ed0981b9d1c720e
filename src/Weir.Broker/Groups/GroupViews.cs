namespace Weir.Broker.Groups;

/// <summary>How groups look to tools, from their durable part and, if they are live, the state machine.</summary>
internal static class GroupViews
{
    public static GroupListing Line(DurableGroup durable, ConsumerGroup? live) =>
        new(durable.Id, TypeOf(durable, live), live?.State ?? GroupState.Empty);

    public static GroupDescription Describe(string groupId, DurableGroup? durable, ConsumerGroup? live)
    {
        if (durable is null)
            return new GroupDescription(GroupError.GroupNotFound, groupId, GroupState.Dead, "", "", []);
        var state = live?.State ?? GroupState.Empty;
        var isStable = state == GroupState.Stable;
        var protocolName = isStable ? live!.Round.ProtocolName ?? "" : "";
        IReadOnlyList<MemberDescription> members = live is null
            ? []
            : [.. live.Members.All.Select(m => Describe(m, isStable ? protocolName : null))];
        return new GroupDescription(
            GroupError.None, groupId, state, TypeOf(durable, live), protocolName, members);
    }

    // Outside of a stable generation subscriptions and assignments are in the making and tell nothing.
    private static MemberDescription Describe(GroupMember member, string? protocolName) => new(
        member.Id,
        member.InstanceId,
        member.ClientId,
        member.ClientHost,
        member.MetadataFor(protocolName),
        protocolName is null ? default : member.Assignment);

    private static string TypeOf(DurableGroup durable, ConsumerGroup? live) =>
        live?.Round.ProtocolType ?? durable.Generation?.ProtocolType ?? "";
}
