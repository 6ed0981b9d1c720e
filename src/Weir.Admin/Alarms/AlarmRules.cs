using System.Globalization;
using Weir.Admin.Rates;
using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Storage.Logs;

namespace Weir.Admin.Alarms;

/// <summary>
/// What counts as trouble. Looks at the broker and says which conditions hold now; thresholds are documented in
/// docs/operations.md.
/// </summary>
internal sealed class AlarmRules(MessageBroker broker, RateSampler rates, DataDisk disk)
{
    /// <summary>A backlog below this is nobody's trouble.</summary>
    public const long BacklogMin = 1_000;

    private const double DiskFreeShareMin = 0.1;
    private const long DiskFreeBytesMin = 1L << 30;
    private const double TailShareMax = 0.9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Queue, long> _died = new(ReferenceEqualityComparer.Instance);

    public IEnumerable<AlarmCondition> Holding()
    {
        foreach (Queue queue in broker.Queues.All)
        {
            if (Backlog(queue) is { } backlog) yield return backlog;
            if (DeadLetters(queue) is { } dead) yield return dead;
        }

        foreach (Queue gone in _died.Keys.Where(static q => q.IsDeleted).ToArray()) _died.Remove(gone);
        if (Disk() is { } room) yield return room;
        if (Full() is { } full) yield return full;
        if (Memory() is { } memory) yield return memory;
        if (Checkpoints() is { } lag) yield return lag;
        if (broker.Store.Damages.Count > 0)
        {
            yield return Of(
                AlarmKinds.DamagedData, "", "", $"{broker.Store.Damages.Count} shards take no writes: "
                + broker.Store.Damages[0].Message,
                "Restore the data directory from a backup, or stop the broker and give up what is damaged: "
                + "weir log repair.",
                TimeSpan.Zero);
        }
    }

    private AlarmCondition? Backlog(Queue queue)
    {
        MessageRates rate = rates.Of(queue.Topic);
        double growth = rate.Publish - rate.Settle;
        long ready = queue.ReadyCount;
        if (ready < BacklogMin || growth < 1 || growth < rate.Publish / 20) return null;
        if (queue.IsPaused)
        {
            return Of(
                AlarmKinds.GrowingBacklog, queue, $"queue {queue.Name} grows by {Number(growth)}/s and is paused",
                "Resume it when you are done.");
        }

        if (queue.ConsumerCount == 0)
        {
            return Of(
                AlarmKinds.GrowingBacklog, queue,
                $"queue {queue.Name} grows by {Number(growth)}/s and nobody consumes it: {Number(ready)} messages wait",
                "Start a consumer, or bound the queue by a policy (message-ttl, expires), or delete it.");
        }

        int consumers = queue.ConsumerCount;
        string settled = Number(rate.Settle), held = Number(queue.InFlightCount);
        return Of(
            AlarmKinds.SlowConsumer, queue,
            $"queue {queue.Name} grows by {Number(growth)}/s although it has "
            + (consumers == 1
                ? $"a consumer, which settles {settled}/s and holds {held} messages"
                : $"{consumers} consumers, which settle {settled}/s and hold {held} messages"),
            "Add consumers, or raise their prefetch if they wait for messages.");
    }

    private AlarmCondition? DeadLetters(Queue queue)
    {
        long died = queue.Counters.Died;
        long before = _died.GetValueOrDefault(queue, 0);
        _died[queue] = died;
        if (died <= before) return null;
        string to = queue.Options.DeadLetterExchange is { } exchange
            ? $"they went to {(exchange.Length == 0 ? "the default exchange" : $"exchange '{exchange}'")}"
            : "they are dropped, for it has no dead-letter exchange";
        return Of(
            AlarmKinds.DeadLetters, queue.Topic.Namespace, queue.Name,
            $"messages of queue {queue.Name} die, {Number(died)} since the start (rejected, expired or delivered too "
            + $"often): {to}",
            "Look at them with their reasons, mend the consumer, and redrive them.", TimeSpan.Zero);
    }

    private AlarmCondition? Disk()
    {
        if (disk.Look() is not { } space || space.SizeBytes <= 0) return null;
        if (space.FreeBytes >= DiskFreeBytesMin && space.FreeBytes >= space.SizeBytes * DiskFreeShareMin) return null;
        return Of(
            AlarmKinds.DiskSpace, "", "",
            $"{Number(space.FreeBytes >> 20)} MiB are free on the data disk of {Number(space.SizeBytes >> 20)} MiB",
            "Shorten the retention of large topics, purge queues, or enlarge the disk.", Soon);
    }

    private AlarmCondition? Full()
    {
        DiskRoom room = broker.Store.Disk;
        if (!room.IsShort) return null;
        return Of(
            AlarmKinds.DiskFull, "", "",
            $"{Number(room.FreeBytes >> 20)} MiB are free and {Number(room.FreeBytesMin >> 20)} MiB are kept for what "
            + "makes room: publishes are refused (Kafka, HTTP) or wait (AMQP)",
            "Free space on the disk or enlarge it; consumers, purges and shorter retention make room as well.",
            TimeSpan.Zero);
    }

    private AlarmCondition? Memory()
    {
        long max = broker.Options.Log.MemoryBytesMax;
        if (broker.Store.MemoryBytes < max * TailShareMax) return null;
        return Of(
            AlarmKinds.Memory, "", "",
            $"{Number(broker.Store.MemoryBytes >> 20)} MiB of {Number(max >> 20)} MiB wait for a checkpoint, and "
            + "producers wait with them",
            "Publish less at once, use a faster disk, or raise storage.memory_bytes_max.", Soon);
    }

    private AlarmCondition? Checkpoints()
    {
        LogStoreOptions options = broker.Options.Log;
        long journaled = broker.Store.JournaledBytes;
        bool isLate = journaled > 0 && broker.Store.Checkpoints.SinceLast > 3 * options.CheckpointInterval;
        if (!isLate && journaled < 2 * options.CheckpointJournalBytes) return null;
        return Of(
            AlarmKinds.CheckpointLag, "", "",
            $"the last checkpoint ended {Number(broker.Store.Checkpoints.SinceLast.TotalSeconds)} s ago and "
            + $"{Number(journaled >> 20)} MiB of journal wait: a restart would take long",
            "Look for failed checkpoints in the log, and at the disk's speed and room.", Soon);
    }

    private static AlarmCondition Of(string kind, Queue queue, string cause, string remedy) =>
        Of(kind, queue.Topic.Namespace, queue.Name, cause, remedy, Patience);

    private static AlarmCondition Of(
        string kind, string ns, string subject, string cause, string remedy, TimeSpan raiseAfter) =>
        new(kind, ns, subject, cause, remedy, raiseAfter, Minute);

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
