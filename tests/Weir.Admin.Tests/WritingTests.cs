using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Weir.Admin.Tests;

public sealed class WritingTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_topic_is_made_grown_configured_and_deleted()
    {
        const string path = "/api/v1/topics/%2F/clicks";
        Assert.Equal(HttpStatusCode.Created, await PutAsync(path, """{"partitions":2}"""));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(path, """{"partitions":2}"""));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(
            path, """{"partitions":3,"settings":{"retention.ms":"60000"}}"""));
        JsonNode topic = await host.GetAsync(path);
        Assert.Equal(3, topic["partitions"]!.AsArray().Count);
        JsonNode retention = topic["settings"]!.AsArray().Single(s => (string)s!["name"]! == "retention.ms")!;
        Assert.Equal(("60000", false), ((string)retention["value"]!, (bool)retention["isDefault"]!));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(path, """{"partitions":1}"""));
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(path));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(path));
    }

    [Fact]
    public async Task A_queue_declared_here_is_the_same_to_an_AMQP_client_and_one_that_differs_is_a_conflict()
    {
        const string path = "/api/v1/queues/%2F/bills";
        const string body = """{"arguments":{"x-message-ttl":60000,"x-dead-letter-exchange":"dead"}}""";
        Assert.Equal(HttpStatusCode.Created, await PutAsync(path, body));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(path, body));
        Assert.Equal(HttpStatusCode.Conflict, await PutAsync(path, """{"durable":true}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(
            "/api/v1/queues/%2F/other", """{"arguments":{"x-message-ttl":"soon"}}"""));
        await using IConnection connection = await host.ConnectAsync("declarer");
        await using IChannel channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("bills", true, false, false, new Dictionary<string, object?>
        {
            ["x-message-ttl"] = 60000,
            ["x-dead-letter-exchange"] = "dead",
        });
        JsonNode queue = await host.GetAsync(path);
        Assert.Equal(60000, (long)queue["arguments"]!["x-message-ttl"]!);
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(path));
    }

    [Fact]
    public async Task Exchanges_and_bindings_are_made_used_and_removed()
    {
        await PutAsync("/api/v1/queues/%2F/mail", "{}");
        Assert.Equal(HttpStatusCode.Created, await PutAsync("/api/v1/exchanges/%2F/events", """{"type":"topic"}"""));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync("/api/v1/exchanges/%2F/events", """{"type":"topic"}"""));
        const string binding = "/api/v1/bindings/%2F/events/queue/mail";
        Assert.Equal(HttpStatusCode.OK, await PutAsync(binding, """{"routingKey":"user.*"}"""));
        Assert.Equal(HttpStatusCode.OK, await PutAsync(binding, """{"routingKey":"user.*"}"""));

        (HttpStatusCode status, JsonNode? reply) = await host.SendAsync(
            HttpMethod.Post, "/api/v1/messages/%2F",
            JsonNode.Parse("""{"exchange":"events","key":"user.new","value":"hi","headers":{"who":"me"}}"""));
        Assert.Equal((HttpStatusCode.OK, "mail"), (status, (string)reply!["destinations"]![0]!));
        (_, reply) = await host.SendAsync(
            HttpMethod.Post, "/api/v1/messages/%2F", JsonNode.Parse("""{"exchange":"events","key":"order"}"""));
        Assert.False((bool)reply!["routed"]!);

        await using IConnection connection = await host.ConnectAsync("getter");
        await using IChannel channel = await connection.CreateChannelAsync();
        BasicGetResult got = (await channel.BasicGetAsync("mail", autoAck: true))!;
        Assert.Equal(
            ("hi", "events", "user.new"), (Encoding.UTF8.GetString(got.Body.Span), got.Exchange, got.RoutingKey));
        Assert.Equal("me", Encoding.UTF8.GetString((byte[])got.BasicProperties.Headers!["who"]!));

        string key = (string)(await host.GetAsync("/api/v1/exchanges/%2F/events/bindings"))[0]!["propertiesKey"]!;
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync($"{binding}/{Uri.EscapeDataString(key)}"));
        Assert.Empty((await host.GetAsync("/api/v1/exchanges/%2F/events/bindings")).AsArray());
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync("/api/v1/exchanges/%2F/events"));
    }

    [Fact]
    public async Task A_policy_is_set_and_removed_and_a_wrong_one_is_refused_with_a_sentence()
    {
        const string path = "/api/v1/policies/%2F/short";
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(
            path, """{"pattern":"^tmp","definition":{"message-ttl":1000},"appliesTo":"queues"}"""));
        Assert.Equal(1000, (long)(await host.GetAsync(path))["definition"]!["message-ttl"]!);
        (HttpStatusCode status, JsonNode? problem) = await host.SendAsync(
            HttpMethod.Put, path, JsonNode.Parse("""{"pattern":"^tmp","definition":{"colour":"red"}}"""));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("colour", (string)problem!["detail"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(path));
    }

    [Fact]
    public async Task Messages_are_found_by_key_header_content_time_and_offset_and_a_scan_can_be_continued()
    {
        await PutAsync("/api/v1/topics/%2F/found", "{}");
        for (int i = 0; i < 10; i++)
        {
            await host.SendAsync(HttpMethod.Post, "/api/v1/messages/%2F", JsonNode.Parse(
                $$$"""{"topic":"found","key":"k{{{i % 3}}}","value":"text {{{i}}} é","headers":{"n":"{{{i}}}"}}"""));
        }

        const string path = "/api/v1/topics/%2F/found/messages";
        Assert.Equal([0, 3, 6, 9], Offsets(await host.GetAsync(path + "?key=k0")));
        Assert.Equal([7], Offsets(await host.GetAsync(path + "?header=n%3D7")));
        Assert.Equal([4], Offsets(await host.GetAsync(path + "?contains=text%204")));
        Assert.Equal([8, 9], Offsets(await host.GetAsync(path + "?last=2")));
        Assert.Empty(Offsets(await host.GetAsync(path + "?fromTime=99999999999999")));
        JsonNode first = await host.GetAsync(path + "?key=k0&limit=2");
        Assert.Equal([0, 3], Offsets(first));
        Assert.False((bool)first["isComplete"]!);
        JsonNode rest = await host.GetAsync($"{path}?key=k0&from={first["nextOffset"]}");
        Assert.Equal([6, 9], Offsets(rest));
        Assert.True((bool)rest["isComplete"]!);
        JsonNode one = await host.GetAsync(path + "/0/3");
        Assert.Equal(
            ("text 3 é", "text", "k0", "Kafka"),
            ((string)one["value"]!, (string)one["valueEncoding"]!, (string)one["key"]!, (string)one["protocol"]!));
        Assert.Equal("3", (string)one["headers"]![0]!["value"]!);
    }

    [Fact]
    public async Task A_message_of_AMQP_shows_its_properties_its_state_and_is_found_by_its_id()
    {
        await PutAsync("/api/v1/queues/%2F/ids", "{}");
        await using IConnection connection = await host.ConnectAsync("ids");
        await using IChannel channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        foreach (string id in (string[])["one", "two"])
        {
            await channel.BasicPublishAsync(
                "", "ids", false, new BasicProperties { MessageId = id, ContentType = "image/png" },
                new byte[] { 0, 255, 1 });
        }

        await channel.BasicGetAsync("ids", autoAck: false);
        JsonNode found = await host.GetAsync("/api/v1/topics/%2F/ids/messages?messageId=two");
        JsonNode message = Assert.Single(found["items"]!.AsArray())!;
        Assert.Equal(
            ("AMQP 0-9-1", "base64", "AP8B", "image/png", "ready"),
            ((string)message["protocol"]!, (string)message["valueEncoding"]!, (string)message["value"]!,
                (string)message["properties"]!["content_type"]!, (string)message["state"]!));
        Assert.Equal([0], Offsets(await host.GetAsync("/api/v1/topics/%2F/ids/messages?state=inFlight")));
    }

    [Fact]
    public async Task Dead_letters_go_back_to_where_they_died_and_those_that_do_not_match_stay_in_order()
    {
        await PutAsync(
            "/api/v1/queues/%2F/work",
            """{"arguments":{"x-dead-letter-exchange":"","x-dead-letter-routing-key":"work.dead"}}""");
        await PutAsync("/api/v1/queues/%2F/work.dead", "{}");
        await using IConnection connection = await host.ConnectAsync("worker");
        await using IChannel channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        for (int i = 0; i < 5; i++) await channel.BasicPublishAsync("", "work", Encoding.UTF8.GetBytes($"job {i}"));
        for (int i = 0; i < 5; i++)
            await channel.BasicNackAsync((await channel.BasicGetAsync("work", false))!.DeliveryTag, false, false);
        await Eventually.TrueAsync(async () => await ReadyAsync("work.dead") == 5);

        (_, JsonNode? reply) = await host.SendAsync(
            HttpMethod.Post, "/api/v1/queues/%2F/work.dead/redrive", JsonNode.Parse("""{"contains":"job 2"}"""));
        Assert.Equal((1, true), ((int)reply!["moved"]!, (bool)reply["isComplete"]!));
        Assert.Equal((1, 4), (await ReadyAsync("work"), await ReadyAsync("work.dead")));
        Assert.Equal("job 2", Encoding.UTF8.GetString((await channel.BasicGetAsync("work", true))!.Body.Span));
        Assert.Equal("job 0", Encoding.UTF8.GetString((await channel.BasicGetAsync("work.dead", true))!.Body.Span));
        (_, reply) = await host.SendAsync(HttpMethod.Post, "/api/v1/queues/%2F/work.dead/redrive");
        Assert.Equal(3, (int)reply!["moved"]!);
        foreach (string job in (string[])["job 1", "job 3", "job 4"])
            Assert.Equal(job, Encoding.UTF8.GetString((await channel.BasicGetAsync("work", true))!.Body.Span));
        Assert.Equal(0, await ReadyAsync("work.dead"));
    }

    [Fact]
    public async Task A_paused_queue_hands_nothing_out_until_resumed_and_a_purged_one_is_empty()
    {
        await PutAsync("/api/v1/queues/%2F/halted", "{}");
        await host.SendAsync(HttpMethod.Post, "/api/v1/queues/%2F/halted/pause");
        await using IConnection connection = await host.ConnectAsync("halted");
        await using IChannel channel = await connection.CreateChannelAsync();
        var consumer = new AsyncEventingBasicConsumer(channel);
        var got = new TaskCompletionSource();
        consumer.ReceivedAsync += (_, _) =>
        {
            got.TrySetResult();
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync("halted", autoAck: true, consumer);
        await PublishAsync("halted", "one");
        Assert.Equal(1, await ReadyAsync("halted"));
        Assert.False(got.Task.IsCompleted);
        await host.SendAsync(HttpMethod.Post, "/api/v1/queues/%2F/halted/resume");
        await got.Task.WaitAsync(TimeSpan.FromSeconds(30));

        await PutAsync("/api/v1/queues/%2F/full", "{}");
        await PublishAsync("full", "one");
        await PublishAsync("full", "two");
        (_, JsonNode? purge) = await host.SendAsync(HttpMethod.Post, "/api/v1/queues/%2F/full/purge");
        Assert.Equal((2, 0), ((int)purge!["purged"]!, await ReadyAsync("full")));
    }

    [Fact]
    public async Task A_group_without_members_is_set_to_an_offset_and_forgotten()
    {
        await PutAsync("/api/v1/topics/%2F/read", "{}");
        for (int i = 0; i < 4; i++) await PublishAsync("read", "x");
        (HttpStatusCode status, JsonNode? group) = await host.SendAsync(
            HttpMethod.Post, "/api/v1/groups/late/reset",
            JsonNode.Parse("""{"topic":"read","to":"offset","value":1}"""));
        Assert.Equal((HttpStatusCode.OK, 3), (status, (long)group!["group"]!["lag"]!));
        (status, _) = await host.SendAsync(
            HttpMethod.Post, "/api/v1/groups/late/reset",
            JsonNode.Parse("""{"topic":"read","to":"offset","value":9}"""));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync("/api/v1/groups/late"));
    }

    [Fact]
    public async Task A_connection_is_closed_with_a_reason()
    {
        await using IConnection connection = await host.ConnectAsync("closable");
        var closed = new TaskCompletionSource<string>();
        connection.ConnectionShutdownAsync += (_, e) =>
        {
            closed.TrySetResult(e.ReplyText);
            return Task.CompletedTask;
        };
        JsonNode item = (await host.GetAsync("/api/v1/connections?filter=closable"))["items"]![0]!;
        Assert.Equal(
            HttpStatusCode.NoContent, await DeleteAsync($"/api/v1/connections/{item["id"]}?reason=too%20loud"));
        Assert.Contains("too loud", await closed.Task.WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
    }

    private static List<long> Offsets(JsonNode page) =>
        [.. page["items"]!.AsArray().Select(m => (long)m!["offset"]!)];

    private async Task<long> ReadyAsync(string queue) =>
        (long)(await host.GetAsync($"/api/v1/queues/%2F/{queue}"))["queue"]!["ready"]!;

    private async Task PublishAsync(string topic, string value)
    {
        var message = new JsonObject { ["topic"] = topic, ["value"] = value };
        (HttpStatusCode status, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/messages/%2F", message);
        Assert.Equal(HttpStatusCode.OK, status);
    }

    private async Task<HttpStatusCode> PutAsync(string path, string body) =>
        (await host.SendAsync(HttpMethod.Put, path, JsonNode.Parse(body))).Status;

    private async Task<HttpStatusCode> DeleteAsync(string path) =>
        (await host.SendAsync(HttpMethod.Delete, path)).Status;
}
