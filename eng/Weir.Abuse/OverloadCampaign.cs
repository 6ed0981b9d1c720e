using System.Diagnostics;
using Weir.Abuse.Overloads;

namespace Weir.Abuse;

/// <summary>
/// Gives a broker whose heap is limited more than it can take, one overload after the other, and looks after each that
/// it lives, stays within its memory and refuses as the protocol says; speed is measured before and after.
/// </summary>
internal static class OverloadCampaign
{
    // Beside the heap: code, stacks, native buffers of the runtime, of sockets and of compression.
    private const long BesideHeapBytesMax = 256L << 20;

    // The machine has other work, and a disk is not the same twice.
    private const double SpeedShareMin = 0.5;

    private static IOverload[] All(int queues) =>
    [
        new ProducerFlood(), new StoppedConsumers(), new GiantMessages(), new UnfinishedMessages(), new BigFetches(),
        new ManyBombs(), new QueueLoop(queues),
    ];

    /// <summary>
    /// True when the broker kept what it promises; on a machine that is busy with something else, times are only
    /// reported.
    /// </summary>
    public static async Task<bool> RunAsync(
        TimeSpan duration, int queues, long heapBytesMax, string only, bool judgesTimes, TextWriter output)
    {
        await using TargetBroker broker = await TargetBroker.StartAsync(heapBytesMax);
        IOverload[] overloads = [.. All(queues).Where(o => o.Name.Contains(only, StringComparison.Ordinal))];
        TimeSpan hold = duration / (overloads.Length + 3);
        List<string> broken = [];
        Speed before;
        using (Speedometer meter = new(broker))
        {
            meter.Run(hold / 4);
            before = meter.Run(hold / 2);
        }

        await output.WriteLineAsync($"{"before",-20} {before}, RSS {broker.ResidentBytes() >> 20} MiB");
        foreach (IOverload overload in overloads)
        {
            long started = Stopwatch.GetTimestamp();
            string account;
            try
            {
                account = await Task.Run(() => overload.Run(broker, hold));
            }
            catch (Exception e)
            {
                account = $"{e.GetType().Name}: {e.Message}";
                broken.Add($"{overload.Name}: {e.Message}");
            }

            if (broker.HasExited)
            {
                broken.Add($"{overload.Name}: the broker has ended");
                await output.WriteLineAsync($"{overload.Name,-20} {account}");
                break;
            }

            long peak = broker.PeakResidentBytes();
            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            await output.WriteLineAsync(FormattableString.Invariant(
                $"{overload.Name,-20} {account}, {seconds:F1} s, peak RSS {peak >> 20} MiB"));
            if (peak > heapBytesMax + BesideHeapBytesMax) broken.Add($"{overload.Name}: RSS was {peak >> 20} MiB");
        }

        if (!broker.HasExited) await CompareAsync(broker, before, hold, judgesTimes, broken, output);
        foreach (string what in broken) await output.WriteLineAsync($"BROKEN {what}");
        if (broken.Count > 0) await output.WriteLineAsync(broker.Log);
        await output.WriteLineAsync(broken.Count == 0 ? "kept" : "not kept");
        return broken.Count == 0;
    }

    private static async Task CompareAsync(
        TargetBroker broker, Speed before, TimeSpan hold, bool judgesTimes, List<string> broken,
        TextWriter output)
    {
        await Task.Delay(hold / 2);
        Speed after;
        try
        {
            using Speedometer meter = new(broker);
            meter.Run(hold / 4);
            after = meter.Run(hold / 2);
        }
        catch (AbuseException e)
        {
            broken.Add($"afterwards: {e.Message}");
            return;
        }

        await output.WriteLineAsync($"{"after",-20} {after}, RSS {broker.ResidentBytes() >> 20} MiB");
        if (!judgesTimes) return;
        if (after.AmqpPerSecond < before.AmqpPerSecond * SpeedShareMin) broken.Add("AMQP is slower than before");
        if (after.KafkaPerSecond < before.KafkaPerSecond * SpeedShareMin) broken.Add("Kafka is slower than before");
    }
}
