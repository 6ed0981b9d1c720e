using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using RabbitMQ.Client;
using Weir.Interop.Tests.Support;

namespace Weir.Interop.Tests;

/// <summary>What operators see and do over HTTP while real clients are at work.</summary>
[SuppressMessage("Design", "CA1001", Justification = "IAsyncLifetime.DisposeAsync disposes the client.")]
public sealed class OperatorTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private readonly BrokerProcess _broker;

    public OperatorTests()
    {
        string address = $"127.0.0.1:{Ports.Next()}";
        _broker = new BrokerProcess { Http = address };
        _http.BaseAddress = new Uri($"http://{address}/api/v1/");
    }

    public Task InitializeAsync() => _broker.StartAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task The_trace_of_a_message_that_pika_rejects_tells_the_whole_story()
    {
        await AmqpProgram.RunAsync(_broker, "pikaclient.py", "traced");
        string[] story = [];
        await Eventually.TrueAsync(
            () => $"the whole story is told: {string.Join(", ", story)}",
            async () => (story = await StoryAsync("pika-traced")).Length == 9);
        Assert.Equal(
            [
                "published pika-traced guest pika-app", "delivered pika-traced guest pika-app billing 1",
                "released pika-traced guest pika-app", "delivered pika-traced guest pika-app billing 2",
                "rejected pika-traced guest pika-app", "died pika-traced rejected",
                "deadLettered pika-traced-dead rejected",
                "delivered pika-traced-dead guest pika-app", "acknowledged pika-traced-dead guest pika-app",
            ],
            story);
        // It is gone from both queues, and its life is told all the same.
        Assert.Equal(story, await StoryAsync("pika-traced-dead"));
    }

    [Fact]
    public async Task A_drain_that_keeps_connections_turns_new_ones_away_over_each_protocol_until_it_ends()
    {
        string topic = await Topics.CreateAsync(_broker, partitions: 1);
        await using IConnection connection = await AmqpConnections.ConnectAsync(_broker);
        await using IChannel channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.QueueDeclareAsync("going-on", durable: true, exclusive: false, autoDelete: false);
        using IProducer<Null, string> producer = new ProducerBuilder<Null, string>(
            new ProducerConfig { BootstrapServers = _broker.Bootstrap }).Build();
        await producer.ProduceAsync(topic, new Message<Null, string> { Value = "before" });
        Assert.Null(await NewPikaAsync());
        Assert.True(await NewKcatAsync());

        HttpResponseMessage drained =
            await _http.PostAsJsonAsync("drain", new JsonObject { ["keepsConnections"] = true });
        Assert.Equal(HttpStatusCode.NoContent, drained.StatusCode);
        // AMQP says no before the handshake, by ending the connection; so does Kafka, which has no other way.
        Assert.Contains("IncompatibleProtocolError", await NewPikaAsync() ?? "let in", StringComparison.Ordinal);
        Assert.False(await NewKcatAsync());
        await channel.BasicPublishAsync("", "going-on", "during"u8.ToArray());
        Assert.Equal("during", Encoding.UTF8.GetString((await channel.BasicGetAsync("going-on", true))!.Body.Span));
        await producer.ProduceAsync(topic, new Message<Null, string> { Value = "during" });
        Assert.True(connection.IsOpen);

        Assert.Equal(
            HttpStatusCode.NoContent, (await _http.DeleteAsync(new Uri("drain", UriKind.Relative))).StatusCode);
        Assert.Null(await NewPikaAsync());
        Assert.True(await NewKcatAsync());
    }

    private async Task<string[]> StoryAsync(string queue)
    {
        JsonNode trace = JsonNode.Parse(await _http.GetStringAsync(
            new Uri($"topics/%2F/{queue}/messages/0/0/trace", UriKind.Relative)))!;
        return [.. trace["events"]!.AsArray().Select(static e => Tell(e!))];
    }

    private static string Tell(JsonNode e)
    {
        string consumer = (string?)e["consumer"] is "billing" ? $" billing {e["deliveries"]}" : "";
        string who = e["client"] is { } c ? $" {c["user"]} {c["clientId"]}" : "";
        return $"{e["event"]} {e["topic"]}{who}{consumer} {e["reason"]}".TrimEnd();
    }

    /// <summary>Null when pika is let in, else what it says.</summary>
    private async Task<string?> NewPikaAsync()
    {
        string port = _broker.AmqpPort.ToString(CultureInfo.InvariantCulture);
        string script = $"import pika; pika.BlockingConnection(pika.ConnectionParameters('127.0.0.1', {port})).close()";
        ClientResult result = await ClientProgram.RunAsync("/usr/bin/python3", ["-c", script]);
        return result.ExitCode == 0 ? null : result.Errors;
    }

    private async Task<bool> NewKcatAsync() =>
        (await ClientProgram.RunAsync("kcat", ["-L", "-b", _broker.Bootstrap, "-m", "3"])).ExitCode == 0;
}
