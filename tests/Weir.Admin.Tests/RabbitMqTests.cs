using System.Net;
using System.Text.Json.Nodes;

namespace Weir.Admin.Tests;

public sealed class RabbitMqTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("overview")]
    [InlineData("whoami")]
    [InlineData("nodes")]
    [InlineData("nodes/weir@localhost")]
    [InlineData("vhosts")]
    [InlineData("vhosts/%2F")]
    [InlineData("connections")]
    [InlineData("channels")]
    [InlineData("consumers/%2F")]
    [InlineData("users")]
    [InlineData("permissions")]
    [InlineData("healthchecks/node")]
    [InlineData("health/checks/alarms")]
    [InlineData("aliveness-test/%2F")]
    [InlineData("definitions")]
    public Task What_tools_ask_for_is_answered(string path) => host.GetAsync("/api/" + path);

    [Fact]
    public async Task A_queue_is_declared_with_strings_for_booleans_published_to_read_and_deleted()
    {
        const string queue = "/api/queues/%2F/rq";
        Assert.Equal(HttpStatusCode.Created, await SendAsync(
            HttpMethod.Put, queue,
            """{"durable":"true","auto_delete":"false","arguments":{},"vhost":"/","name":"rq"}"""));
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(HttpMethod.Put, queue, "{}"));
        (_, JsonNode? published) = await host.SendAsync(
            HttpMethod.Post, "/api/exchanges/%2F/amq.default/publish", JsonNode.Parse(
                """
                {"routing_key":"rq","payload":"aGk=","payload_encoding":"base64",
                 "properties":{"content_type":"text/plain","headers":{"n":1}}}
                """));
        Assert.True((bool)published!["routed"]!);
        (_, JsonNode? got) = await host.SendAsync(
            HttpMethod.Post, queue + "/get", JsonNode.Parse("""{"count":"5","ackmode":"ack_requeue_true"}"""));
        JsonNode message = Assert.Single(got!.AsArray())!;
        Assert.Equal(
            ("hi", "string", "rq", "text/plain", 1),
            ((string)message["payload"]!, (string)message["payload_encoding"]!, (string)message["routing_key"]!,
                (string)message["properties"]!["content_type"]!, (int)message["properties"]!["headers"]!["n"]!));
        Assert.Equal(1, (long)(await host.GetAsync(queue))["messages"]!);
        await host.SendAsync(
            HttpMethod.Post, queue + "/get", JsonNode.Parse("""{"count":1,"ackmode":"ack_requeue_false"}"""));
        Assert.Equal(0, (long)(await host.GetAsync(queue))["messages"]!);
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(HttpMethod.Delete, queue));
        (HttpStatusCode status, JsonNode? error) = await host.SendAsync(HttpMethod.Get, queue);
        Assert.Equal((HttpStatusCode.NotFound, "queue_not_found"), (status, (string)error!["error"]!));
    }

    [Fact]
    public async Task Lists_are_sorted_cut_to_columns_and_paged()
    {
        foreach (string name in (string[])["lb", "la", "lc"])
            await SendAsync(HttpMethod.Put, $"/api/queues/%2F/list-{name}", "{}");
        JsonNode page = await host.GetAsync(
            "/api/queues/%2F?name=list-l&columns=name,messages&sort=name&sort_reverse=true&page=1&page_size=2");
        Assert.Equal((3, 2), ((int)page["filtered_count"]!, (int)page["item_count"]!));
        Assert.Equal("""{"name":"list-lc","messages":0}""", page["items"]![0]!.ToJsonString());
    }

    [Fact]
    public async Task Exported_definitions_make_the_same_objects_again()
    {
        await SendAsync(HttpMethod.Put, "/api/exchanges/%2F/dx", """{"type":"topic"}""");
        await SendAsync(HttpMethod.Put, "/api/queues/%2F/dq", """{"arguments":{"x-message-ttl":5000}}""");
        Assert.Equal(HttpStatusCode.Created, await SendAsync(
            HttpMethod.Post, "/api/bindings/%2F/e/dx/q/dq", """{"routing_key":"a.#"}"""));
        Assert.Equal(HttpStatusCode.Created, await SendAsync(
            HttpMethod.Put, "/api/policies/%2F/dp",
            """{"pattern":"^x","definition":{"expires":9000},"priority":"3"}"""));
        JsonNode definitions = await host.GetAsync("/api/definitions");
        await SendAsync(HttpMethod.Delete, "/api/bindings/%2F/e/dx/q/dq/a.%2523");
        await SendAsync(HttpMethod.Delete, "/api/exchanges/%2F/dx");
        await SendAsync(HttpMethod.Delete, "/api/queues/%2F/dq");
        await SendAsync(HttpMethod.Delete, "/api/policies/%2F/dp");

        definitions["users"] = JsonNode.Parse("""[{"name":"guest"}]""");
        (HttpStatusCode status, JsonNode? reply) =
            await host.SendAsync(HttpMethod.Post, "/api/definitions", definitions);
        Assert.Equal((HttpStatusCode.OK, 1), (status, (int)reply!["skipped"]!["users"]!));
        Assert.Equal(5000, (long)(await host.GetAsync("/api/queues/%2F/dq"))["arguments"]!["x-message-ttl"]!);
        Assert.Equal(
            "a.#", (string)(await host.GetAsync("/api/exchanges/%2F/dx/bindings/source"))[0]!["routing_key"]!);
        Assert.Equal(3, (int)(await host.GetAsync("/api/policies/%2F/dp"))["priority"]!);
    }

    private async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, string? body = null) =>
        (await host.SendAsync(method, path, body is null ? null : JsonNode.Parse(body))).Status;
}
