using Weir.Load;

namespace Weir.Compare.Compare;

/// <summary>A load that every face gets alike.</summary>
/// <param name="Key">In file names and JSON.</param>
/// <param name="Title">In tables.</param>
/// <param name="Shape">Makes the plan of a face from its basic one.</param>
/// <param name="RateOf">A fixed rate from the rate that the named scenario reached before; null for as planned.</param>
internal sealed record Scenario(string Key, string Title, Func<LoadPlan, LoadPlan> Shape, string? RateOf = null)
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Publish(1, 100), Publish(4, 100), Publish(1, 1024), Publish(4, 1024),
        Cycle(1, 100), Cycle(4, 100), Cycle(1, 1024), Cycle(4, 1024),
        new("rate-1k", "1,000/s, 100 B, 1:1", static p => p with { RatePerSecond = 1000 }),
        new("rate-half", "half of its maximum, 100 B, 1:1", static p => p, RateOf: "cycle-1-100"),
    ];

    private static Scenario Publish(int connections, int bytes) => new(
        $"publish-{connections}-{bytes}", $"publish with confirms, {Size(bytes)}, {connections} connection(s)",
        p => p with { Producers = connections, Consumers = 0, Lanes = connections, SizeBytes = bytes });

    private static Scenario Cycle(int connections, int bytes) => new(
        $"cycle-{connections}-{bytes}", $"publish + consume + ack, {Size(bytes)}, {connections}:{connections}",
        p => p with
        {
            Producers = connections,
            Consumers = connections,
            Lanes = connections,
            SizeBytes = bytes,
            ConfirmWindow = 1000,
        });

    private static string Size(int bytes) => bytes == 1024 ? "1 KiB" : $"{bytes} B";
}
