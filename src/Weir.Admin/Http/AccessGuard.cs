using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Weir.Broker;
using Weir.Broker.Security;

namespace Weir.Admin.Http;

/// <summary>
/// Once there are users: everything but health and the console's own files, which hold no data, needs one, by HTTP's
/// Basic authentication. Administrators may do everything; who is tagged for monitoring may look, but not into
/// messages. Before, the listener is on loopback, and open.
/// </summary>
internal static class AccessGuard
{
    private const string Scheme = "Basic ";
    private const int HeaderLengthMax = 4096;

    /// <summary>Who sent the request, when there are users.</summary>
    public static string? UserOf(HttpContext context) => context.Items[typeof(AccessGuard)] as string;

    public static async Task InvokeAsync(HttpContext context, RequestDelegate next, MessageBroker broker)
    {
        if (broker.Users.IsOpen || context.Request.Path.StartsWithSegments("/health"))
        {
            await next(context);
            return;
        }

        if (!TryRead(context.Request, out string name, out string password))
        {
            await ChallengeAsync(context, "this needs a user and a password");
            return;
        }

        EndPoint? remote = context.Connection.RemoteIpAddress is { } address ? new IPEndPoint(address, 0) : null;
        LoginOutcome outcome = await broker.Logins.LoginAsync(name, password, remote, context.RequestAborted);
        if (outcome == LoginOutcome.Throttled)
        {
            await ProblemMiddleware.WriteAsync(
                context, StatusCodes.Status429TooManyRequests, "throttled",
                "too many logins of this user have failed from this address; try again in a minute");
            return;
        }

        if (outcome != LoginOutcome.Accepted)
        {
            await ChallengeAsync(context, "user or password is wrong");
            return;
        }

        var access = new AccessCache(broker.Users, name, MessageBroker.DefaultNamespace);
        if (!access.IsAdministrator && !(access.Has(UserTags.Monitoring) && IsLook(context.Request)))
        {
            await ProblemMiddleware.WriteAsync(
                context, StatusCodes.Status403Forbidden, "not-allowed", $"user '{name}' may not do this");
            return;
        }

        context.Items[typeof(AccessGuard)] = name;
        await next(context);
    }

    /// <summary>Messages are looked into with POST over RabbitMQ's API, and by these paths over ours.</summary>
    private static bool IsLook(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Path.Value?.Contains("/messages", StringComparison.OrdinalIgnoreCase) != true
        && request.Path.Value?.Contains("/users", StringComparison.OrdinalIgnoreCase) != true
        && request.Path.Value?.Contains("/aliveness-test", StringComparison.OrdinalIgnoreCase) != true;

    private static Task ChallengeAsync(HttpContext context, string detail)
    {
        // Set late: writing a problem clears what was set before.
        context.Response.OnStarting(static state =>
        {
            ((HttpResponse)state).Headers.WWWAuthenticate = "Basic realm=\"Weir\", charset=\"UTF-8\"";
            return Task.CompletedTask;
        }, context.Response);
        return ProblemMiddleware.WriteAsync(context, StatusCodes.Status401Unauthorized, "login-needed", detail);
    }

    private static bool TryRead(HttpRequest request, out string name, out string password)
    {
        name = password = "";
        if (request.Headers.Authorization is not [{ Length: <= HeaderLengthMax } header]
            || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return false;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Scheme.Length..].Trim(), bytes, out int length)) return false;
        string text = Encoding.UTF8.GetString(bytes, 0, length);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return false;
        name = text[..colon];
        password = text[(colon + 1)..];
        return true;
    }
}
