namespace Weir.Broker.Groups;

/// <summary>A group as tools show it. An unknown group has state Dead and error GroupNotFound.</summary>
public sealed record GroupDescription(
    GroupError Error,
    string GroupId,
    GroupState State,
    string ProtocolType,
    string ProtocolName,
    IReadOnlyList<MemberDescription> Members);
