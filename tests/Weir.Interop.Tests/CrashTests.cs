using System.Globalization;
using Weir.Interop.Tests.Support;
using Xunit.Abstractions;

namespace Weir.Interop.Tests;

/// <summary>
/// Idempotent producers with acks=all run while the broker is killed with -9, WEIR_CRASHES times, at moments drawn
/// from WEIR_SEED. Afterwards each record they got an acknowledgement for is at the offset they were told, nothing is
/// there twice, and offsets are dense. `eng/crash` runs the long form.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Partitions = 6;

    // As configured by default a life between two kills is too short for a checkpoint; in the second run kills fall
    // into checkpoints, and recovery begins at one of the last.
    [Theory]
    [InlineData(60_000)]
    [InlineData(200)]
    public async Task Every_acknowledged_record_is_there_exactly_once_after_kills_at_random_moments(
        int checkpointIntervalMs)
    {
        output.WriteLine($"WEIR_CRASHES={Settings.Crashes} WEIR_SEED={Settings.Seed}");
        var random = new Random(Settings.Seed);
        string interval = string.Create(
            CultureInfo.InvariantCulture, $"storage.checkpoint_interval_ms={checkpointIntervalMs}");
        await using var own = new OwnBroker("--set", interval);
        BrokerProcess broker = own.Broker;
        await broker.StartAsync();
        string topic = await Topics.CreateAsync(broker, Partitions);
        CrashProducer[] producers =
        [
            await CrashProducer.StartAsync(broker, topic, 0, "linger.ms=0", "rate=500"),
            await CrashProducer.StartAsync(broker, topic, 1, "linger.ms=5", "rate=5000", "compression.codec=lz4"),
            await CrashProducer.StartAsync(broker, topic, 2, "linger.ms=50", "rate=5000", "size=2000"),
        ];
        try
        {
            for (int crash = 0; crash < Settings.Crashes; crash++)
                await CrashAsync(broker, producers, random);
            foreach (CrashProducer producer in producers)
                await producer.FinishAsync(broker);
        }
        finally
        {
            foreach (CrashProducer producer in producers)
                await producer.DisposeAsync();
        }
        var verifier = new CrashVerifier(broker, topic);
        verifier.ReadAll();
        foreach (CrashProducer producer in producers)
            verifier.MustHold(producer.Acknowledged());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verifier.Records} records verified"));
    }

    // A life ends after a random number of acknowledgements and a few random milliseconds more, so that kills fall into
    // every phase of a write; one life in four ends already while the broker recovers.
    private static async Task CrashAsync(BrokerProcess broker, CrashProducer[] producers, Random random)
    {
        long goal = producers.Sum(producer => producer.AcknowledgedBytes) + random.Next(2_000, 200_000);
        await Eventually.TrueAsync(
            () => $"producers make progress after a crash\n{broker.LogTail}",
            () => producers.Sum(producer => producer.AcknowledgedBytes) >= goal,
            timeoutSeconds: 120);
        await Task.Delay(random.Next(30));
        await broker.Kill9Async();
        if (random.Next(4) == 0)
        {
            broker.Launch();
            await Task.Delay(random.Next(400));
            await broker.Kill9Async();
        }
        await broker.StartAsync();
    }
}
