using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api.Models;
using Weir.Admin.Http;
using Weir.Admin.Operations;
using Weir.Broker;
using Weir.Broker.Security;

namespace Weir.Admin.Api;

/// <summary>Users and what they may do.</summary>
internal static class UserEndpoints
{
    private const string One = "/users/{name}";
    private const string Permissions = "/users/{name}/permissions/{ns}";

    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder users = api.MapGroup("").WithTags("Users");
        users.MapGet("/users", List).WithSummary("Users with their tags and permissions, sorted by name");
        users.MapGet(One, Get).WithSummary("A user");
        users.MapPut(One, PutAsync).WithSummary("Makes a user or changes its password or tags");
        users.MapDelete(One, DeleteAsync).WithSummary("Deletes a user and ends its connections");
        users.MapPut(Permissions, PermitAsync).WithSummary("Sets what a user may do in a namespace");
        users.MapDelete(Permissions, ForbidAsync).WithSummary("Takes a user's permissions in a namespace away");
    }

    private static Page<UserView> List([AsParameters] ListQuery query, MessageBroker broker) => query.Of(
        broker.Users.All.Where(u => query.Matches(u.Name)).Select(Show),
        new SortKey<UserView>("name", static u => u.Name));

    private static UserView Get(string name, MessageBroker broker) => Show(
        broker.Users.Find(name)
        ?? throw new ApiException(StatusCodes.Status404NotFound, "user-not-found", $"there is no user '{name}'"));

    private static async Task<IResult> PutAsync(
        string name, UserRequest request, MessageBroker broker, CancellationToken cancel)
    {
        Outcomes.MustBeDone(await broker.Users.SetAsync(name, request.Password, request.Tags, cancel));
        return Results.NoContent();
    }

    private static async Task<IResult> DeleteAsync(string name, MessageBroker broker, CancellationToken cancel)
    {
        Outcomes.MustBeDone(await broker.Users.RemoveAsync(name, cancel));
        return Results.NoContent();
    }

    private static async Task<IResult> PermitAsync(
        string name, string ns, PermissionView request, MessageBroker broker, CancellationToken cancel)
    {
        if (!PermissionPatterns.TryCreate(
            request.Configure, request.Write, request.Read, out PermissionPatterns? patterns, out string? refusal))
            throw ApiException.Invalid(refusal!);
        Outcomes.MustBeDone(await broker.Users.SetPermissionsAsync(name, ns, patterns, cancel));
        return Results.NoContent();
    }

    private static async Task<IResult> ForbidAsync(
        string name, string ns, MessageBroker broker, CancellationToken cancel)
    {
        Outcomes.MustBeDone(await broker.Users.SetPermissionsAsync(name, ns, null, cancel));
        return Results.NoContent();
    }

    private static UserView Show(User user) => new(
        user.Name, user.Tags, !user.Verifiers.IsEmpty, user.Permissions.ToDictionary(
            static p => p.Key,
            static p => new PermissionView(p.Value.Configure, p.Value.Write, p.Value.Read)));
}
