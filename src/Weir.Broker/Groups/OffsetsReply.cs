namespace Weir.Broker.Groups;

/// <summary>
/// Answers a commit or a deletion of offsets. With <paramref name="Error"/> nothing was done and
/// <paramref name="Entries"/> is empty; else it has one outcome for each entry of the request, in order.
/// </summary>
public sealed record OffsetsReply(GroupError Error, IReadOnlyList<GroupError> Entries)
{
    internal static OffsetsReply Failed(GroupError error) => new(error, []);
}
