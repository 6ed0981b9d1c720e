using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Broker;
using Weir.Broker.Security;

namespace Weir.Admin.RabbitMq;

/// <summary>Users and permissions to look at. Without users that is guest; password hashes are never told.</summary>
internal static class RabbitUsers
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/users", static (MessageBroker broker, HttpRequest request) => RabbitList.Answer(
            broker.Users.IsOpen ? [Show(null)] : broker.Users.All.Select(Show), request));
        api.MapGet("/permissions", static (MessageBroker broker, HttpRequest request) =>
            RabbitList.Answer(Permissions(broker), request));
        api.MapGet("/permissions/{vhost}", static (string vhost, MessageBroker broker, HttpRequest request) =>
            RabbitList.Answer(Permissions(broker).Where(p => (string?)p["vhost"] == vhost), request));
    }

    /// <summary>The user; guest, who may do everything, for null.</summary>
    public static JsonObject Show(User? user) => new()
    {
        ["name"] = user?.Name ?? "guest",
        ["tags"] = new JsonArray(
            [.. (user is null ? [UserTags.Administrator] : user.Tags.AsEnumerable()).Select(static t => (JsonNode)t)]),
    };

    private static IEnumerable<JsonObject> Permissions(MessageBroker broker) =>
        from user in broker.Users.All
        from permission in user.Permissions
        select new JsonObject
        {
            ["user"] = user.Name,
            ["vhost"] = permission.Key,
            ["configure"] = permission.Value.Configure,
            ["write"] = permission.Value.Write,
            ["read"] = permission.Value.Read,
        };
}
