using System.Collections.Concurrent;
using System.Diagnostics;

namespace Weir.Tests.Tracing;

/// <summary>Spans of what Kafka's clients produce.</summary>
public sealed class KafkaTracingTests(RunningBroker broker) : IClassFixture<RunningBroker>
{
    private const string Trace = "44444444444444444444444444444444";
    private const string Parent = "5555555555555555";

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    public async Task Each_record_with_a_sampled_context_has_a_span_and_those_without_share_one(string codec)
    {
        string topic = $"traced-{codec}";
        ConcurrentQueue<Activity> spans = new();
        using ActivityListener listener = new()
        {
            ShouldListenTo = static source => source.Name == "Weir",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.OperationName == $"publish {topic}") spans.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await broker.DoAsync($"topic create {topic} --partitions 1");
        await broker.DoAsync(
            $"produce {topic} --json --compression {codec}",
            $$$"""
            {"value":"a","headers":{"traceparent":"00-{{{Trace}}}-{{{Parent}}}-01"}}
            {"value":"b"}
            {"value":"c"}

            """);

        Activity child = Assert.Single(spans, span => span.ParentSpanId != default);
        Assert.Equal((Trace, Parent), (child.TraceId.ToHexString(), child.ParentSpanId.ToHexString()));
        Assert.Equal(("kafka", 0L), (child.GetTagItem("network.protocol.name"), child.GetTagItem("weir.offset")));
        Activity[] roots = [.. spans.Where(span => span.ParentSpanId == default)];
        Assert.Equal(2, roots.Sum(span => (int)span.GetTagItem("messaging.batch.message_count")!));
        Assert.Contains(
            $"traceparent=00-{Trace}-{Parent}-01", await broker.DoAsync($"consume {topic} --format {{headers}}"),
            StringComparison.Ordinal);
    }
}
