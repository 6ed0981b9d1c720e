using RabbitMQ.Client;
using Weir.Hosting.Configuration;

namespace Weir.Admin.Tests.Telemetry;

public sealed class OtlpTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task Metrics_and_sampled_traces_reach_the_collector()
    {
        await using var collector = new CollectorStub();
        var host = new ApiHost(
            new SettingInput("telemetry.otlp.endpoint", collector.Address, "test"),
            new SettingInput("telemetry.otlp.interval_ms", "200", "test"));
        await host.InitializeAsync();
        try
        {
            await using IConnection connection = await host.ConnectAsync("traced");
            await using IChannel channel = await connection.CreateChannelAsync();
            await channel.QueueDeclareAsync("exported", true, false, false);
            var properties = new BasicProperties
            {
                Headers = new Dictionary<string, object?> { ["traceparent"] = $"00-{TraceId}-b7ad6b7169203331-01" },
            };
            await channel.BasicPublishAsync("", "exported", false, properties, "x"u8.ToArray());
            await Eventually.TrueAsync(() => Task.FromResult(
                collector.Has("/v1/metrics", "weir_queue_ready_messages")
                && collector.Has("/v1/metrics", "weir_commit_seconds_bucket")
                && collector.Has("/v1/metrics", "exported")));
        }
        finally
        {
            await host.DisposeAsync();
        }

        // Spans are sent in bulk, and what is left at the stop.
        Assert.True(collector.Has("/v1/traces", Convert.FromHexString(TraceId)));
        Assert.True(collector.Has("/v1/traces", "publish exported"));
    }
}
