using System.Globalization;
using Weir.Output;

namespace Weir.Load;

/// <summary>Writes what a run measured for people, in the way of every command; programs read the JSON.</summary>
internal static class LoadReport
{
    public static void Write(CommandOutput output, LoadResult result)
    {
        List<(string Name, object? Value)> fields =
        [
            ("broker", $"{result.Protocol} at {result.Target}"),
            ("load", Load(result)),
            ("measured", Text($"{result.Seconds:0.00} s")),
        ];
        if (result.Published is { } published) fields.Add(("published", Flow(published)));
        if (result.Consumed is { } consumed) fields.Add(("consumed", Flow(consumed)));
        if (result.Unanswered > 0) fields.Add(("never answered", result.Unanswered));
        if (result.Refused > 0) fields.Add(("refused", result.Refused));
        fields.Add(("this program", Usage(result.Client)));
        if (result.Server is { } server) fields.Add(("server", Usage(server)));

        List<IReadOnlyList<object?>> latencies = [];
        if (result.ConfirmLatencyUs is { } confirm) latencies.Add(Latency("confirm", confirm));
        if (result.EndToEndLatencyUs is { } endToEnd) latencies.Add(Latency("end to end", endToEnd));
        output.WriteReport(
            fields,
            new ReportSection(
                "latency, ms", "latency", ["of", "p50", "p90", "p99", "p99.9", "max", "messages"], latencies));
    }

    private static string Load(LoadResult result)
    {
        string rate = result.RatePerSecond > 0 ? Text($"{result.RatePerSecond:#,0.###}/s") : "flat out";
        return Text($"{result.Producers} producers, {result.Consumers} consumers, {result.Lanes} ")
            + (result.Protocol == "kafka" ? "partitions" : "queues") + Text($", {result.SizeBytes:#,0} bytes, {rate}");
    }

    private static string Flow(LoadFlow flow) =>
        Text($"{flow.PerSecond:#,0}/s, {flow.MegabytesPerSecond:#,0.0} MB/s ({flow.Messages:#,0} messages)");

    private static string Usage(LoadUsage usage) =>
        Text($"{usage.CpuPercent:0}% CPU, {usage.CpuMicrosecondsPerMessage:0.00} µs a message, ")
        + Text($"{usage.ResidentMegabytes:0} MB");

    private static object?[] Latency(string of, LatencySummary latency) =>
    [
        of, Milliseconds(latency.P50), Milliseconds(latency.P90), Milliseconds(latency.P99),
        Milliseconds(latency.P999), Milliseconds(latency.Max), latency.Count,
    ];

    private static string Milliseconds(double microseconds) => Text($"{microseconds / 1000:0.000}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
