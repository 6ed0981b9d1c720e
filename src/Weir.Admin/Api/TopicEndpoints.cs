using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api.Models;
using Weir.Admin.Http;
using Weir.Broker;
using Weir.Broker.Topics;

namespace Weir.Admin.Api;

/// <summary>Topics and their partitions. A queue is a topic too, and is among them.</summary>
internal static class TopicEndpoints
{
    private const string One = "/topics/{ns}/{name}";

    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder topics = api.MapGroup("").WithTags("Topics");
        topics.MapGet("/topics", List).WithSummary("Topics, sorted by name, records, bytes, publish or partitions");
        topics.MapGet(One, Get).WithSummary("A topic with its partitions, settings and bindings");
        topics.MapGet(One + "/partitions", Partitions).WithSummary("The partitions of a topic");
    }

    public static Topic Find(MessageBroker broker, string ns, string name) =>
        broker.Topics.Find(ns, name) ?? throw ApiException.NotFound("topic", ns, name);

    private static Page<TopicView> List([AsParameters] ListQuery query, MessageBroker broker, Views views) => query.Of(
        broker.Topics.All.Where(t => query.Selects(t.Namespace) && query.Matches(t.Name)).Select(views.Of),
        new("name", static t => t.Name),
        new("records", static t => t.Records),
        new("bytes", static t => t.Bytes),
        new("publish", static t => t.Rates.Publish),
        new("partitions", static t => t.Partitions));

    private static TopicDetail Get(string ns, string name, MessageBroker broker, Views views)
    {
        Topic topic = Find(broker, ns, name);
        return new TopicDetail(
            views.Of(topic),
            [.. topic.Partitions.Select(Views.Of)],
            [.. topic.Settings.Describe().Select(static s => new SettingView(s.Definition.Name, s.Value, s.IsDefault))],
            [.. broker.Exchanges.BindingsTo(topic).Select(Views.Of)]);
    }

    private static IReadOnlyList<PartitionView> Partitions(string ns, string name, MessageBroker broker) =>
        [.. Find(broker, ns, name).Partitions.Select(Views.Of)];
}
