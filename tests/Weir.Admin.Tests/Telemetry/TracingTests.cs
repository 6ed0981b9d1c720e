using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using RabbitMQ.Client;

namespace Weir.Admin.Tests.Telemetry;

/// <summary>Spans of AMQP messages; each test has a trace and a queue of its own, because listeners hear everybody.
/// </summary>
public sealed class TracingTests(ApiHost host) : IClassFixture<ApiHost>, IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private ActivityListener? _listener;

    public void Dispose() => _listener?.Dispose();

    [Fact]
    public async Task A_sampled_message_has_a_span_when_it_is_published_and_one_when_it_is_delivered()
    {
        Listen(ActivitySamplingResult.None);
        const string Trace = "11111111111111111111111111111111", Parent = "2222222222222222";
        string received = await SendAsync("traced", $"00-{Trace}-{Parent}-01");

        Assert.Equal($"00-{Trace}-{Parent}-01", received);
        Activity[] spans = [.. _spans.Where(s => s.TraceId.ToHexString() == Trace)];
        Assert.Equal(["publish traced", "deliver traced"], spans.Select(s => s.OperationName));
        Assert.All(spans, s => Assert.Equal(Parent, s.ParentSpanId.ToHexString()));
        Assert.Equal("amqp", spans[0].GetTagItem("network.protocol.name"));
        Assert.Equal(5, spans[1].GetTagItem("messaging.message.body.size"));
    }

    [Theory]
    [InlineData("unsampled", "00-33333333333333333333333333333333-2222222222222222-00")]
    [InlineData("none", null)]
    [InlineData("malformed", "00-3333-2222222222222222-01")]
    public async Task A_message_without_a_sampled_context_has_none(string queue, string? traceParent)
    {
        Listen(ActivitySamplingResult.None);
        await SendAsync(queue, traceParent);

        // Another listener of the process may want to see those that nobody samples.
        Assert.DoesNotContain(
            _spans, s => s.Recorded && s.OperationName.EndsWith(" " + queue, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_without_a_context_gets_a_trace_when_the_sampler_says_so()
    {
        Listen(ActivitySamplingResult.AllDataAndRecorded);
        await SendAsync("rooted", null);

        Activity[] spans = [.. _spans.Where(s => s.OperationName is "publish rooted" or "deliver rooted")];
        Assert.Equal(2, spans.Length);
        Assert.All(spans, s => Assert.Equal(default, s.ParentSpanId));
    }

    /// <summary>Samples what a parent has sampled, and roots as told.</summary>
    private void Listen(ActivitySamplingResult roots)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Weir",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Parent == default
                ? roots
                : (options.Parent.TraceFlags & ActivityTraceFlags.Recorded) != 0
                    ? ActivitySamplingResult.AllDataAndRecorded
                    : ActivitySamplingResult.None,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Publishes to a new queue, consumes, and gives the traceparent that arrived.</summary>
    private async Task<string> SendAsync(string queue, string? traceParent)
    {
        await using IConnection connection = await host.ConnectAsync(queue);
        await using IChannel channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(queue, true, false, false);
        var properties = new BasicProperties();
        if (traceParent is not null)
            properties.Headers = new Dictionary<string, object?> { ["traceparent"] = traceParent };
        await channel.BasicPublishAsync("", queue, false, properties, "hello"u8.ToArray());
        BasicGetResult? got = null;
        await Eventually.TrueAsync(async () => (got = await channel.BasicGetAsync(queue, true)) is not null);
        object? header = null;
        got!.BasicProperties.Headers?.TryGetValue("traceparent", out header);
        return header is byte[] bytes ? Encoding.ASCII.GetString(bytes) : "";
    }
}
