using Weir.Load;

namespace Weir.Compare.Scale;

/// <summary>One thing that grows while the rest of the load stays.</summary>
/// <param name="Key">In file names, JSON and --only.</param>
/// <param name="Grows">What the axis shows.</param>
/// <param name="Face">amqp or kafka.</param>
/// <param name="Points">From small to large.</param>
/// <param name="Shape">Makes the plan of a point.</param>
internal sealed record Curve(
    string Key, string Grows, string Face, IReadOnlyList<double> Points, Func<LoadPlan, double, LoadPlan> Shape)
{
    /// <summary>Messages that wait in the queue before the point is measured.</summary>
    public Func<double, long> Backlog { get; init; } = static _ => 0;

    /// <summary>Bindings of an exchange beside the queue, which the broker holds and the load does not use.</summary>
    public Func<double, int> Bindings { get; init; } = static _ => 0;

    public static IReadOnlyList<Curve> All { get; } =
    [
        new("connections", "connections (one in ten publishes, 20,000/s in all)", "amqp", [1, 10, 100, 1000, 5000],
            static (p, n) => p with
            {
                Producers = Math.Max(1, (int)n / 10),
                Consumers = Math.Max(1, (int)n - (int)n / 10),
                Lanes = Math.Max(1, (int)n / 10),
                RatePerSecond = 20_000,
            }),
        new("queues", "queues (4 producers in turn through all)", "amqp", [1, 10, 100, 1000, 10_000, 50_000],
            static (p, n) => p with { Producers = (int)Math.Min(4, n), Consumers = 0, Lanes = (int)n }),
        new("partitions", "partitions (4 producers, 4 consumers)", "kafka", [1, 10, 100, 1000, 10_000],
            static (p, n) => p with
            {
                Producers = (int)Math.Min(4, n),
                Consumers = (int)Math.Min(4, n),
                Lanes = (int)n,
            }),
        new("backlog", "messages waiting (1 producer, 1 consumer)", "amqp", [1, 1e5, 1e6, 1e7, 5e7],
            static (p, _) => p with { Keep = true }) { Backlog = static n => n > 1 ? (long)n : 0 },
        new("size", "bytes of a message (1 producer, 1 consumer)", "amqp", [16, 100, 1024, 10_240, 102_400, 1e6, 1e7],
            static (p, n) => p with
            {
                SizeBytes = (int)n,

                // At most some 32 MB under way, or the largest would only measure memory.
                ConfirmWindow = (int)Math.Clamp(32e6 / n, 2, 1000),
                Prefetch = (int)Math.Clamp(32e6 / n, 2, 500),
                Batch = (int)Math.Clamp(1e6 / n, 1, 32),
            }),
        new("consumers", "consumers of one queue (1 producer)", "amqp", [1, 2, 4, 16, 64, 256, 1000],
            static (p, n) => p with { Consumers = (int)n }),
        new("bindings", "bindings of the exchange beside the load", "amqp", [1, 10, 100, 1000, 10_000],
            static (p, _) => p) { Bindings = static n => (int)n },
    ];
}
