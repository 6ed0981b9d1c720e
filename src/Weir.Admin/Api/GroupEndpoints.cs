using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api.Models;
using Weir.Admin.Http;
using Weir.Broker;
using Weir.Broker.Groups;
using Weir.Broker.Topics;

namespace Weir.Admin.Api;

/// <summary>Consumer groups with how far behind they are.</summary>
internal static class GroupEndpoints
{
    private const string One = "/groups/{name}";

    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder groups = api.MapGroup("").WithTags("Groups");
        groups.MapGet("/groups", List).WithSummary("Consumer groups, sorted by name, lag, members or state");
        groups.MapGet(One, Get).WithSummary("A group with its members and offsets");
    }

    private static Page<GroupView> List([AsParameters] ListQuery query, MessageBroker broker) => query.Of(
        broker.Groups.List().Where(g => query.Matches(g.GroupId)).Select(g => Line(broker, g)),
        new("name", static g => g.Name),
        new("lag", static g => g.Lag),
        new("members", static g => g.Members),
        new("state", static g => g.State));

    private static GroupDetail Get(string name, MessageBroker broker)
    {
        GroupDescription group = Find(broker, name);
        List<GroupOffsetView> offsets = OffsetsOf(broker, name);
        return new GroupDetail(
            new GroupView(
                name, Views.Word(group.State), group.ProtocolType, group.Members.Count, offsets.Sum(o => o.Lag ?? 0)),
            [.. group.Members.Select(m => new GroupMemberView(m.MemberId, m.InstanceId, m.ClientId, m.ClientHost))],
            offsets);
    }

    public static GroupDescription Find(MessageBroker broker, string name)
    {
        GroupDescription group = broker.Groups.Describe(name);
        return group.Error == GroupError.None ? group : throw new ApiException(
            StatusCodes.Status404NotFound, "group-not-found", $"there is no group '{name}'");
    }

    public static List<GroupOffsetView> OffsetsOf(MessageBroker broker, string group)
    {
        var views = new List<GroupOffsetView>();
        foreach (OffsetEntry entry in broker.Groups.AllOffsets(group))
        {
            Partition? partition = broker.Topics.Find(MessageBroker.DefaultNamespace, entry.Key.Topic)
                ?.PartitionAt(entry.Key.Partition);
            long? end = partition?.Log.ReadableEnd;
            views.Add(new GroupOffsetView(
                entry.Key.Topic, entry.Key.Partition, entry.Value.Offset, end,
                end is { } e ? Math.Max(0, e - Math.Max(entry.Value.Offset, partition!.Log.StartOffset)) : null,
                entry.Value.CommitTimestampMs, entry.Value.Metadata));
        }

        return views;
    }

    private static GroupView Line(MessageBroker broker, GroupListing group) => new(
        group.GroupId, Views.Word(group.State), group.ProtocolType, broker.Groups.Describe(group.GroupId).Members.Count,
        OffsetsOf(broker, group.GroupId).Sum(static o => o.Lag ?? 0));
}
