using System.Net;
using System.Text.Json.Nodes;
using RabbitMQ.Client;

namespace Weir.Admin.Tests;

/// <summary>What the trace of a message tells a user, over HTTP, of what AMQP clients and operators did.</summary>
public sealed class TraceTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_message_is_told_from_its_publish_over_its_death_to_where_it_was_moved_back()
    {
        await using IConnection connection = await host.ConnectAsync("shop-app");
        await using IChannel channel = await connection.CreateChannelAsync();
        await DeclareAsync(channel, "life.dead");
        await DeclareAsync(channel, "life", ("x-dead-letter-exchange", "life-dlx"));
        await channel.ExchangeDeclareAsync("life-dlx", "fanout");
        await channel.QueueBindAsync("life.dead", "life-dlx", "");
        await channel.ExchangeDeclareAsync("orders", "topic");
        await channel.QueueBindAsync("life", "orders", "order.#");
        await channel.QueueDeclareAsync("life.audit", false, false, false);
        await channel.QueueBindAsync("life.audit", "orders", "order.#");
        await channel.BasicPublishAsync("orders", "order.new", "1"u8.ToArray());
        BasicGetResult got = await GetAsync(channel, "life");
        await channel.BasicNackAsync(got.DeliveryTag, false, requeue: true);
        got = await GetAsync(channel, "life");
        await channel.BasicRejectAsync(got.DeliveryTag, requeue: false);
        await ReadyAsync("life.dead");
        (HttpStatusCode status, _) = await host.SendAsync(
            HttpMethod.Post, "/api/v1/queues/%2F/life.dead/redrive", new JsonObject());
        Assert.Equal(HttpStatusCode.OK, status);

        JsonNode trace = await host.GetAsync("/api/v1/topics/%2F/life/messages/0/0/trace");
        string[] story =
        [
            "published life 0", "delivered life 0", "released life 0", "delivered life 0", "rejected life 0",
            "died life 0", "deadLettered life.dead 0", "movedAway life.dead 0", "redriven life 1",
        ];
        Assert.Equal(story, Tell(trace));
        JsonNode published = trace["events"]![0]!;
        Assert.Equal(
            ("orders", "order.new", "guest", "shop-app", "AMQP 0-9-1"),
            ((string)published["exchange"]!, (string)published["routingKey"]!, (string)published["client"]!["user"]!,
                (string)published["client"]!["clientId"]!, (string)published["client"]!["protocol"]!));
        Assert.Equal(
            ["life", "life.audit"], published["routedTo"]!.AsArray().Select(static n => (string)n!).Order());
        Assert.Equal((1, 2), ((int)trace["events"]![1]!["deliveries"]!, (int)trace["events"]![3]!["deliveries"]!));
        Assert.Equal(("rejected", "life-dlx"), (
            (string)trace["events"]![5]!["reason"]!, (string)trace["events"]![5]!["exchange"]!));
        Assert.Equal("life", (string)trace["events"]![6]!["from"]!["topic"]!);
        Assert.True((bool)trace["isTraced"]!);
        // It is one life, whichever of its messages is asked for, and although the first is gone.
        Assert.Equal(story, Tell(await host.GetAsync("/api/v1/topics/%2F/life/messages/0/1/trace")));
        Assert.Equal(story, Tell(await host.GetAsync("/api/v1/topics/%2F/life.dead/messages/0/0/trace")));
    }

    [Fact]
    public async Task Consumers_are_named_by_their_tag_and_settling_by_how_they_do_it()
    {
        await using IConnection connection = await host.ConnectAsync("worker");
        await using IChannel channel = await connection.CreateChannelAsync();
        await DeclareAsync(channel, "settle");
        var consumer = new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(channel);
        var got = new TaskCompletionSource<ulong>(TaskCreationOptions.RunContinuationsAsynchronously);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            got.TrySetResult(delivery.DeliveryTag);
            return Task.CompletedTask;
        };
        string tag = await channel.BasicConsumeAsync("settle", autoAck: false, consumer);
        await channel.BasicPublishAsync("", "settle", "1"u8.ToArray());
        await channel.BasicAckAsync(await got.Task.WaitAsync(TimeSpan.FromSeconds(20)), false);
        await channel.BasicCancelAsync(tag);
        JsonNode trace = await TraceAsync("settle", 0, "acknowledged");
        Assert.Equal(["published settle 0", "delivered settle 0", "acknowledged settle 0"], Tell(trace));
        Assert.Equal(tag, (string)trace["events"]![1]!["consumer"]!);
        Assert.Equal("worker", (string)trace["events"]![2]!["client"]!["clientId"]!);

        string second = await channel.BasicConsumeAsync("settle", autoAck: true, consumer);
        await channel.BasicPublishAsync("", "settle", "2"u8.ToArray());
        Assert.Equal(
            ["published settle 1", "delivered settle 1", "settledWhenSent settle 1"],
            Tell(await TraceAsync("settle", 1, "settledWhenSent")));
        await channel.BasicCancelAsync(second);
        JsonNode list = await host.GetAsync("/api/v1/topics/%2F/settle/messages/trace?limit=2");
        Assert.Equal(["settledWhenSent settle 1", "delivered settle 1"], Tell(list));
    }

    [Fact]
    public async Task A_later_delivery_is_told_from_when_it_was_asked_for_and_by_whom()
    {
        await using IConnection connection = await host.ConnectAsync("planner");
        await using IChannel channel = await connection.CreateChannelAsync();
        await DeclareAsync(channel, "later");
        long dueMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 300;
        var properties = new BasicProperties { Headers = new Dictionary<string, object?> { ["deliver-at"] = dueMs } };
        await channel.BasicPublishAsync("", "later", false, properties, "1"u8.ToArray());
        await ReadyAsync("later");
        JsonNode trace = await host.GetAsync("/api/v1/topics/%2F/later/messages/0/0/trace");
        Assert.Equal(["parked later ", "due later 0"], Tell(trace));
        Assert.Equal((dueMs, "planner"), (
            (long)trace["events"]![0]!["dueMs"]!, (string)trace["events"]![0]!["client"]!["clientId"]!));
    }

    [Fact]
    public async Task What_is_not_traced_says_so_and_an_offset_to_come_is_not_found()
    {
        Assert.Equal(
            HttpStatusCode.Created,
            (await host.SendAsync(HttpMethod.Put, "/api/v1/queues/%2F/plain", new JsonObject())).Status);
        await host.SendAsync(
            HttpMethod.Post, "/api/v1/messages/%2F", new JsonObject { ["topic"] = "plain", ["value"] = "x" });
        JsonNode trace = await host.GetAsync("/api/v1/topics/%2F/plain/messages/0/0/trace");
        Assert.False((bool)trace["isTraced"]!);
        Assert.Empty(trace["events"]!.AsArray());
        (HttpStatusCode status, JsonNode? problem) =
            await host.SendAsync(HttpMethod.Get, "/api/v1/topics/%2F/plain/messages/0/9/trace");
        Assert.Equal((HttpStatusCode.NotFound, "message-not-found"), (status, (string)problem!["code"]!));
    }

    [Fact]
    public async Task What_operators_publish_is_said_to_have_come_over_HTTP()
    {
        await host.SendAsync(HttpMethod.Put, "/api/v1/topics/%2F/byhand", JsonNode.Parse(
            """{"partitions":1,"settings":{"trace.enabled":"true"}}"""));
        await host.SendAsync(
            HttpMethod.Post, "/api/v1/messages/%2F",
            new JsonObject { ["exchange"] = "amq.default", ["key"] = "byhand", ["value"] = "x" });
        JsonNode trace = await host.GetAsync("/api/v1/topics/%2F/byhand/messages/0/0/trace");
        Assert.Equal(["published byhand 0"], Tell(trace));
        Assert.Equal("HTTP", (string)trace["events"]![0]!["client"]!["protocol"]!);
        Assert.Equal("byhand", (string)trace["events"]![0]!["routingKey"]!);
    }

    private async Task<JsonNode> TraceAsync(string queue, long offset, string until)
    {
        JsonNode? trace = null;
        await Eventually.TrueAsync(async () =>
        {
            (HttpStatusCode status, trace) = await host.SendAsync(
                HttpMethod.Get, $"/api/v1/topics/%2F/{queue}/messages/0/{offset}/trace");
            return status == HttpStatusCode.OK && trace!["events"]!.AsArray().Any(e => (string)e!["event"]! == until);
        });
        return trace!;
    }

    private Task ReadyAsync(string queue) => Eventually.TrueAsync(
        () => Task.FromResult(host.Broker.Queues.Find("/", queue)!.ReadyCount == 1));

    private static IEnumerable<string> Tell(JsonNode trace) =>
        trace["events"]!.AsArray().Select(static e => $"{e!["event"]} {e["topic"]} {e["offset"]}");

    private static Task<QueueDeclareOk> DeclareAsync(
        IChannel channel, string name, params (string Name, object? Value)[] more)
    {
        var arguments = more.ToDictionary(static m => m.Name, static m => m.Value);
        arguments["x-trace"] = true;
        return channel.QueueDeclareAsync(name, true, false, false, arguments);
    }

    private static async Task<BasicGetResult> GetAsync(IChannel channel, string queue)
    {
        BasicGetResult? got = null;
        await Eventually.TrueAsync(async () => (got = await channel.BasicGetAsync(queue, autoAck: false)) is not null);
        return got!;
    }
}
