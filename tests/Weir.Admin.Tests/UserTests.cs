using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Weir.Admin.Tests;

/// <summary>Users over HTTP: how they are made, what they may look at, and that no secret comes back.</summary>
public sealed class UserTests : IAsyncLifetime
{
    private const string Secret = "hush-hush-7391";

    private readonly ApiHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_first_user_closes_the_door_and_health_stays_open()
    {
        Assert.Equal("guest", (string?)(await _host.GetAsync("/api/whoami"))["name"]);
        (HttpStatusCode refused, JsonNode? problem) = await SetAsync("root", new JsonObject { ["password"] = Secret });
        Assert.Equal((HttpStatusCode.Conflict, "user-last-administrator"), (refused, (string?)problem!["code"]));
        await MakeRootAsync();

        HttpResponseMessage response = await _host.Http.GetAsync(new Uri("/api/v1/overview", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Basic", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
        foreach (string path in (string[])["/metrics", "/api/overview", "/api/v1/openapi.json", "/nothing"])
        {
            response = await _host.Http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, path);
        }

        foreach (string path in (string[])["/health/ready", "/", "/console/main.js"])
        {
            response = await _host.Http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(response.StatusCode == HttpStatusCode.OK, path);
        }

        LogIn("root", Secret);
        Assert.Equal("root", (string?)(await _host.GetAsync("/api/whoami"))["name"]);
        await _host.GetAsync("/api/v1/overview");
    }

    [Fact]
    public async Task Who_monitors_may_look_but_not_into_messages_nor_change_anything()
    {
        await MakeRootAsync();
        LogIn("root", Secret);
        await SetAsync("eye", new JsonObject { ["password"] = "see", ["tags"] = new JsonArray("monitoring") });
        await SetAsync("worker", new JsonObject { ["password"] = "work" });
        LogIn("eye", "see");
        await _host.GetAsync("/api/v1/queues");
        await _host.GetAsync("/api/overview");
        foreach ((HttpMethod method, string path) in new[]
        {
            (HttpMethod.Get, "/api/v1/queues/%2F/q/messages"), (HttpMethod.Get, "/api/v1/users"),
            (HttpMethod.Put, "/api/v1/topics/%2F/t"), (HttpMethod.Delete, "/api/v1/users/root"),
            (HttpMethod.Post, "/api/v1/drain"), (HttpMethod.Post, "/api/queues/%2F/q/get"),
        })
        {
            (HttpStatusCode status, _) = await _host.SendAsync(method, path);
            Assert.True(status == HttpStatusCode.Forbidden, $"{method} {path}: {status}");
        }

        LogIn("worker", "work");
        Assert.Equal(HttpStatusCode.Forbidden, (await _host.SendAsync(HttpMethod.Get, "/api/v1/overview")).Status);
    }

    [Fact]
    public async Task Permissions_that_are_set_here_count_over_amqp()
    {
        await MakeRootAsync();
        LogIn("root", Secret);
        await SetAsync("bob", new JsonObject { ["password"] = "builder" });
        var permissions = new JsonObject { ["configure"] = "^bob-", ["write"] = "", ["read"] = "" };
        (HttpStatusCode status, _) =
            await _host.SendAsync(HttpMethod.Put, "/api/v1/users/bob/permissions/%2F", permissions);
        Assert.Equal(HttpStatusCode.NoContent, status);
        await using IConnection connection = await _host.ConnectAsync("bob's", "bob", "builder");
        await using (IChannel channel = await connection.CreateChannelAsync())
        {
            await channel.QueueDeclareAsync("bob-1", durable: true, exclusive: false, autoDelete: false);
            OperationInterruptedException refused = await Assert.ThrowsAsync<OperationInterruptedException>(() =>
                channel.QueueDeclareAsync("other", durable: true, exclusive: false, autoDelete: false));
            Assert.Equal(403, refused.ShutdownReason!.ReplyCode);
        }

        JsonNode shown = (await _host.GetAsync("/api/v1/connections"))["items"]![0]!;
        Assert.Equal("bob", (string?)shown["user"]);
        permissions["read"] = "(?=x)";
        (status, JsonNode? problem) =
            await _host.SendAsync(HttpMethod.Put, "/api/v1/users/bob/permissions/%2F", permissions);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid"), (status, (string?)problem!["code"]));
        (status, _) = await _host.SendAsync(HttpMethod.Delete, "/api/v1/users/bob");
        Assert.Equal(HttpStatusCode.NoContent, status);
        await Eventually.TrueAsync(() => Task.FromResult(!connection.IsOpen));
    }

    [Fact]
    public async Task Wrong_passwords_are_throttled_and_no_secret_comes_back()
    {
        await MakeRootAsync();
        LogIn("root", Secret);
        string all = "";
        foreach (string path in (string[])
            ["/api/v1/users", "/api/v1/users/root", "/api/users", "/api/definitions", "/api/permissions", "/metrics"])
            all += await _host.Http.GetStringAsync(new Uri(path, UriKind.Relative));
        Assert.Contains("root", all, StringComparison.Ordinal);
        (_, JsonNode? problem) = await _host.SendAsync(
            HttpMethod.Put, "/api/v1/users/x", new JsonObject { ["password"] = Secret + "\u0001" });
        all += problem!.ToJsonString();
        foreach (ReadOnlyMemory<byte> key in _host.Broker.Users.Find("root")!.Verifiers
            .SelectMany(static v => new[] { v.Salt, v.StoredKey, v.ServerKey }))
            Assert.DoesNotContain(Convert.ToBase64String(key.Span), all, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, all, StringComparison.Ordinal);

        LogIn("root", "wrong");
        for (int i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await _host.SendAsync(HttpMethod.Get, "/api/v1/users")).Status);
        LogIn("root", Secret);
        Assert.Equal(
            HttpStatusCode.TooManyRequests, (await _host.SendAsync(HttpMethod.Get, "/api/v1/users")).Status);
    }

    private async Task MakeRootAsync()
    {
        (HttpStatusCode status, _) = await SetAsync(
            "root", new JsonObject { ["password"] = Secret, ["tags"] = new JsonArray("administrator") });
        Assert.Equal(HttpStatusCode.NoContent, status);
    }

    private Task<(HttpStatusCode Status, JsonNode? Body)> SetAsync(string name, JsonObject user) =>
        _host.SendAsync(HttpMethod.Put, $"/api/v1/users/{name}", user);

    private void LogIn(string user, string password) => _host.Http.DefaultRequestHeaders.Authorization =
        new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
}
