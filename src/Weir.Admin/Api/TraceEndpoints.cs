using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api.Models;
using Weir.Admin.Http;
using Weir.Broker;
using Weir.Broker.Groups;
using Weir.Broker.Topics;
using Weir.Broker.Tracing;
using Weir.Storage.Logs;

namespace Weir.Admin.Api;

/// <summary>The lives of messages, as far as their topics and queues are traced.</summary>
internal static class TraceEndpoints
{
    private const string Of = "/topics/{ns}/{name}/messages";
    private const int EventsByDefault = 100;

    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder traces = api.MapGroup("").WithTags("Messages");
        traces.MapGet(Of + "/{partition:int}/{offset:long}/trace", Get).WithSummary(
            "What happened to a message, with its dead letters and what they came from; also when it is gone");
        traces.MapGet(Of + "/trace", List).WithSummary("The newest events of a topic's or queue's messages");
    }

    private static TraceView Get(string ns, string name, int partition, long offset, MessageBroker broker)
    {
        Partition found = MessageEndpoints.Find(broker, ns, name, partition);
        if (offset < 0 || offset >= found.Log.ReadableEnd)
        {
            throw new ApiException(
                StatusCodes.Status404NotFound, "message-not-found",
                $"there was no message at offset {offset} yet; partition {partition} ends at {found.Log.ReadableEnd}");
        }

        return new TraceView(
            ns, name, partition, offset, found.Trace is not null, broker.Traces.KeptSinceMs,
            [.. broker.Traces.StoryOf(found.Log.Id, offset).Select(static e => Show(e.Event, e.Offset, 1))],
            Groups(broker, found, offset));
    }

    private static TraceList List(string ns, string name, int? limit, MessageBroker broker)
    {
        Topic topic = TopicEndpoints.Find(broker, ns, name);
        int max = limit ?? EventsByDefault;
        if (max is < 1 or > ListQuery.PageSizeMax)
            throw ApiException.Invalid($"limit is {max} but must be 1 to {ListQuery.PageSizeMax}");
        HashSet<PartitionId> logs = [.. topic.Partitions.Select(static p => p.Log.Id)];
        return new TraceList(
            topic.Partitions.Any(static p => p.Trace is not null), broker.Traces.KeptSinceMs,
            [.. broker.Traces.Newest(logs, max).Select(static e => Show(e, e.First, e.End - e.First))]);
    }

    private static TraceEventView Show(TraceEvent each, long offset, long count)
    {
        bool isParked = each.Kind == TraceEventKind.Parked;
        TraceNote? note = each.Kind == TraceEventKind.Due ? null : each.Note;
        return new TraceEventView(
            each.TimeMs, Views.Word(each.Kind), each.Topic, each.Partition, isParked ? null : offset, count,
            each.Client is { } c ? new TraceClientView(c.Protocol, c.Connection, c.Address, c.User, c.ClientId) : null,
            each.Consumer, each.Group, each.Deliveries, note?.Exchange, note?.RoutingKey, note?.RoutedTo,
            note?.RoutedToCount, each.Reason is { } reason ? Views.Word(reason) : null, each.RetryAtMs ?? note?.DueMs,
            each.Kind is TraceEventKind.DeadLettered or TraceEventKind.Redriven && note?.Source is { } source
                ? new TracePlace(source.Topic, source.Partition, source.Offset)
                : null);
    }

    /// <summary>Groups have positions in topics of the default namespace only.</summary>
    private static List<TraceGroupView> Groups(MessageBroker broker, Partition partition, long offset)
    {
        var views = new List<TraceGroupView>();
        if (partition.Topic.Namespace != MessageBroker.DefaultNamespace) return views;
        var key = new OffsetKey(partition.Topic.Name, partition.Index);
        foreach (GroupListing group in broker.Groups.List())
            if (broker.Groups.TryGetOffset(group.GroupId, key, out CommittedOffset at))
                views.Add(new TraceGroupView(group.GroupId, at.Offset, at.Offset > offset));
        return views;
    }
}
