using System.Net;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Weir.Admin.Tests;

/// <summary>Drain concerns the whole broker, so this class has one for itself.</summary>
public sealed class DrainTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_drain_tells_clients_why_and_turns_new_ones_away_until_it_ends()
    {
        await using IConnection connection = await host.ConnectAsync("leaving");
        var told = new TaskCompletionSource<ShutdownEventArgs>(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.ConnectionShutdownAsync += (_, reason) =>
        {
            told.TrySetResult(reason);
            return Task.CompletedTask;
        };

        (HttpStatusCode status, _) = await host.SendAsync(
            HttpMethod.Post, "/api/v1/drain", new JsonObject { ["reason"] = "new disk" });
        Assert.Equal(HttpStatusCode.NoContent, status);
        ShutdownEventArgs reason = await told.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((320, true), (reason.ReplyCode, reason.ReplyText.Contains("new disk", StringComparison.Ordinal)));
        Assert.True((bool)(await host.GetAsync("/api/v1/overview"))["isDraining"]!);
        await Assert.ThrowsAsync<BrokerUnreachableException>(() => host.ConnectAsync("late"));

        Assert.Equal(HttpStatusCode.NoContent, (await host.SendAsync(HttpMethod.Delete, "/api/v1/drain")).Status);
        await using IConnection back = await host.ConnectAsync("back");
        Assert.True(back.IsOpen);
        Assert.False((bool)(await host.GetAsync("/api/v1/overview"))["isDraining"]!);
    }
}
