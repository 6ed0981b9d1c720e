using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api.Models;
using Weir.Broker;
using Weir.Storage.Logs;

namespace Weir.Admin.Api;

/// <summary>How long commits take.</summary>
internal static class CommitEndpoints
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/overview/commits", Get)
        .WithSummary("A histogram of commit times since the start; the difference of two is the time between them")
        .WithTags("Overview");

    private static CommitView Get(MessageBroker broker)
    {
        CommitTimes times = broker.Store.Commits;
        return new CommitView(
            [.. CommitTimes.BoundsSeconds], [.. times.Counts], times.TotalSeconds, times.Bytes);
    }
}
