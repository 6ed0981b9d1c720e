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
        groups.MapPost(One + "/reset", ResetAsync).WithSummary("Sets where a group without members goes on");
        groups.MapDelete(One, DeleteAsync).WithSummary("Forgets a group without members and its offsets");
    }

    private static async Task<GroupDetail> ResetAsync(
        string name, GroupResetRequest request, MessageBroker broker, CancellationToken cancel)
    {
        Topic topic = TopicEndpoints.Find(broker, MessageBroker.DefaultNamespace, request.Topic);
        var offsets = new List<OffsetToCommit>();
        foreach (Partition partition in topic.Partitions)
        {
            if (request.Partition is { } only && only != partition.Index) continue;
            offsets.Add(new OffsetToCommit(topic.Name, partition.Index, await TargetAsync(partition, request, cancel)));
        }

        if (offsets.Count == 0)
            throw ApiException.Invalid($"topic '{topic.Name}' has no partition {request.Partition}");
        OffsetsReply reply = await broker.Groups.CommitAsync(
            new CommitRequest { GroupId = name, Offsets = offsets });
        MustBeDone(reply.Error, name);
        return Get(name, broker);
    }

    private static async ValueTask<long> TargetAsync(
        Partition partition, GroupResetRequest request, CancellationToken cancel)
    {
        long start = partition.Log.StartOffset, end = partition.Log.ReadableEnd;
        switch (request.To)
        {
            case "earliest":
                return start;
            case "latest":
                return end;
            case "offset" when request.Value is { } offset:
                return offset >= start && offset <= end ? offset : throw ApiException.Invalid(
                    $"offset {offset} is not in partition {partition.Index}, which has {start} to {end}");
            case "time" when request.Value is { } timeMs:
                return (await partition.Log.FindByTimestampAsync(timeMs, cancel))?.Offset ?? end;
            default:
                throw ApiException.Invalid("to must be earliest, latest, or offset or time with a value");
        }
    }

    private static async Task<IResult> DeleteAsync(string name, MessageBroker broker)
    {
        MustBeDone(await broker.Groups.DeleteAsync(name), name);
        return Results.NoContent();
    }

    private static void MustBeDone(GroupError error, string name)
    {
        switch (error)
        {
            case GroupError.None:
                return;
            case GroupError.GroupNotFound:
                throw new ApiException(
                    StatusCodes.Status404NotFound, "group-not-found", $"there is no group '{name}'");
            case GroupError.UnknownMember or GroupError.NonEmptyGroup or GroupError.IllegalGeneration
                or GroupError.RebalanceInProgress:
                throw ApiException.Conflict("group-has-members", $"group '{name}' has members: stop them first");
            default:
                throw ApiException.Invalid($"group '{name}': {error}");
        }
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
