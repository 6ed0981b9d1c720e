namespace Weir.Broker.Groups;

/// <summary>
/// Answers a leave. <paramref name="Members"/> has one outcome for each member of the request, in order.
/// </summary>
public sealed record LeaveReply(GroupError Error, IReadOnlyList<GroupError> Members);
