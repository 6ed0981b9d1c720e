using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Weir.Admin.Tests;

public sealed class ReadingTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Overview_counts_what_is_there()
    {
        JsonNode overview = await host.GetAsync("/api/v1/overview");
        Assert.True((bool)overview["isReady"]!);
        Assert.True((int)overview["counts"]!["exchanges"]! >= 6);
        Assert.NotEmpty((await host.GetAsync("/api/v1/overview/history")).AsArray());
    }

    [Fact]
    public async Task A_queue_shows_ready_in_flight_consumers_and_the_age_of_its_oldest_message()
    {
        await using IConnection connection = await host.ConnectAsync("reader");
        await using IChannel channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.QueueDeclareAsync("orders", durable: true, exclusive: false, autoDelete: false);
        for (int i = 0; i < 5; i++)
            await channel.BasicPublishAsync("", "orders", Encoding.UTF8.GetBytes($"order {i}"));
        await channel.BasicQosAsync(0, 2, false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        await channel.BasicConsumeAsync("orders", autoAck: false, "worker", consumer);
        await Eventually.TrueAsync(async () =>
            (long)(await host.GetAsync("/api/v1/queues/%2F/orders"))["queue"]!["inFlight"]! == 2);

        JsonNode detail = await host.GetAsync("/api/v1/queues/%2F/orders");
        JsonNode queue = detail["queue"]!;
        Assert.Equal((3, 1, "queue"), ((long)queue["ready"]!, (int)queue["consumers"]!, (string)queue["kind"]!));
        Assert.InRange((long)queue["oldestMessageAgeMs"]!, 0, 60_000);
        JsonNode worker = Assert.Single(detail["consumers"]!.AsArray())!;
        Assert.Equal(("worker", 2, 2), ((string)worker["tag"]!, (int)worker["unsettled"]!, (int)worker["prefetch"]!));

        JsonNode peer = Assert.Single(
            (await host.GetAsync("/api/v1/connections?filter=reader"))["items"]!.AsArray())!;
        Assert.Equal(
            ("AMQP 0-9-1", "guest", "client", 5, 2),
            ((string)peer["protocol"]!, (string)peer["user"]!, (string)peer["waitsFor"]!, (long)peer["published"]!,
                (long)peer["delivered"]!));
        JsonNode opened = Assert.Single(
            (await host.GetAsync($"/api/v1/connections/{peer["id"]}/channels")).AsArray())!;
        Assert.Equal(("confirm", 2), ((string)opened["mode"]!, (int)opened["unsettled"]!));

        await channel.BasicAckAsync(2, multiple: true);
        await Eventually.TrueAsync(async () =>
            (long)(await host.GetAsync("/api/v1/queues/%2F/orders"))["queue"]!["settled"]! == 2);
        await connection.CloseAsync();
        await Eventually.TrueAsync(async () =>
            (int)(await host.GetAsync("/api/v1/connections?filter=reader"))["total"]! == 0);
    }

    [Fact]
    public async Task Names_with_slashes_and_percent_signs_are_found_by_their_encoding()
    {
        await using IConnection connection = await host.ConnectAsync("names");
        await using IChannel channel = await connection.CreateChannelAsync();
        foreach (string name in (string[])["a/b", "a%2Fb", "Ünï 堰"])
        {
            await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false);
            JsonNode queue = await host.GetAsync($"/api/v1/queues/%2F/{Uri.EscapeDataString(name)}");
            Assert.Equal(name, (string)queue["queue"]!["name"]!);
        }
    }

    [Fact]
    public async Task Exchanges_show_their_bindings_and_the_default_one_has_a_name_in_paths()
    {
        await using IConnection connection = await host.ConnectAsync("binder");
        await using IChannel channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync("logs", "topic", durable: true);
        await channel.QueueDeclareAsync("errors", durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync("errors", "logs", "*.error");
        JsonNode binding = Assert.Single((await host.GetAsync("/api/v1/exchanges/%2F/logs/bindings")).AsArray())!;
        Assert.Equal(
            ("queue", "errors", "*.error"),
            ((string)binding["destinationKind"]!, (string)binding["destination"]!, (string)binding["routingKey"]!));
        Assert.Equal("", (string)(await host.GetAsync("/api/v1/exchanges/%2F/amq.default"))["name"]!);
        Assert.Single((await host.GetAsync("/api/v1/bindings?filter=errors"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Lists_are_cut_into_pages_and_sorted()
    {
        JsonNode first = await host.GetAsync("/api/v1/exchanges?sort=name&descending=true&pageSize=2");
        JsonNode second = await host.GetAsync("/api/v1/exchanges?sort=name&descending=true&pageSize=2&page=2");
        string[] names =
            [.. first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(e => (string)e!["name"]!)];
        Assert.Equal(names.OrderDescending(StringComparer.Ordinal), names);
        Assert.Equal((4, 2), (names.Length, (int)second["page"]!));
    }

    [Theory]
    [InlineData("/api/v1/queues/%2F/none", 404, "queue-not-found")]
    [InlineData("/api/v1/topics/none/none", 404, "topic-not-found")]
    [InlineData("/api/v1/groups/none", 404, "group-not-found")]
    [InlineData("/api/v1/nothing", 404, "not-served")]
    [InlineData("/api/v1/topics?page=0", 400, "invalid")]
    [InlineData("/api/v1/topics?page=x", 400, "invalid")]
    [InlineData("/api/v1/topics?sort=colour", 400, "invalid")]
    [InlineData("/api/v1/topics?pageSize=1001", 400, "invalid")]
    public async Task Errors_are_problems_with_a_code(string path, int status, string code)
    {
        HttpResponseMessage response = await host.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        JsonNode problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(
            (status, status, code),
            ((int)response.StatusCode, (int)problem["status"]!, (string)problem["code"]!));
        Assert.NotEmpty((string)problem["detail"]!);
    }

    [Fact]
    public async Task A_page_of_another_site_gets_nothing()
    {
        await RefusedAsync(HttpMethod.Get, r => r.Headers.Host = "rebound.example");
        await RefusedAsync(HttpMethod.Get, r => r.Headers.Add("Sec-Fetch-Site", "cross-site"));
        await RefusedAsync(HttpMethod.Post, r => r.Content = new StringContent("{}", Encoding.UTF8, "text/plain"));
    }

    private async Task RefusedAsync(HttpMethod method, Action<HttpRequestMessage> change)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/overview");
        change(request);
        HttpResponseMessage response = await host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }
}
