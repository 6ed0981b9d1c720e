using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Alarms;

namespace Weir.Admin.Api;

/// <summary>What an operator should look at.</summary>
internal static class AlarmEndpoints
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/alarms", static (AlarmWatch watch) => watch.Raised)
            .WithSummary("Alarms that are raised, the oldest first, each with its cause and what helps")
            .WithTags("Alarms");
}
