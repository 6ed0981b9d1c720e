using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api.Models;
using Weir.Admin.Http;
using Weir.Broker;
using Weir.Broker.Groups;

namespace Weir.Admin.Api;

/// <summary>How far each group is behind in each topic that it has a position in.</summary>
internal static class LagEndpoints
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/lags", List)
        .WithSummary("Groups by topic with their lag, sorted by topic, group or lag; of one topic if given")
        .WithTags("Groups");

    private static Page<LagView> List([AsParameters] ListQuery query, string? topic, MessageBroker broker) => query.Of(
        broker.Groups.List().SelectMany(g => LagsOf(broker, g))
            .Where(l => (topic is null || l.Topic == topic) && (query.Matches(l.Topic) || query.Matches(l.Group))),
        new("topic", static l => l.Topic),
        new("group", static l => l.Group),
        new("lag", static l => l.Lag));

    private static IEnumerable<LagView> LagsOf(MessageBroker broker, GroupListing group) =>
        GroupEndpoints.OffsetsOf(broker, group.GroupId).GroupBy(static o => o.Topic).Select(offsets => new LagView(
            offsets.Key, group.GroupId, Views.Word(group.State), offsets.Count(), offsets.Sum(static o => o.Lag ?? 0)));
}
