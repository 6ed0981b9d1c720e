using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Storage.Checkpoints;
using Weir.Storage.Logs;

namespace Weir.Simulation.Brokers;

/// <summary>
/// What a broker may hold in memory when everything is settled and at rest: of each log no more than what a snapshot
/// carries, of each queue nothing, and so little altogether that no producer would have to wait.
/// </summary>
internal static class MemoryChecks
{
    public static void AtRest(MessageBroker broker, IEnumerable<Queue> queues)
    {
        if (!broker.Store.HasRoom) throw new HistoryException($"at rest {broker.Store.MemoryBytes} bytes are in use");
        foreach (Partition partition in broker.Topics.All.SelectMany(static t => t.Partitions))
            CheckTail(partition.Log, $"{partition.Topic.Name}/{partition.Index}");
        foreach (PartitionLog log in broker.Delays.Logs) CheckTail(log, "a log of delays");
        foreach (Queue queue in queues)
            for (int i = 0; i < queue.Topic.Partitions.Count; i++) CheckEmpty(queue, queue.LaneAt(i));
    }

    private static void CheckTail(PartitionLog log, string name)
    {
        if (log.TailBytes > Checkpoint.CarryBytesMax)
            throw new HistoryException($"{name} has {log.TailBytes} bytes in memory after a checkpoint");
    }

    private static void CheckEmpty(Queue queue, Lane lane)
    {
        long end = lane.Log.ReadableEnd;
        if (lane.Floor != end || lane.Released.Count > 0 || lane.Cursor.Settled.Ranges().Any())
        {
            throw new HistoryException(
                $"{queue.Name} is empty up to {end}, its floor is {lane.Floor}, {lane.Released.Count} came back, and "
                + $"{lane.Cursor.Settled.Ranges().Count()} ranges are settled beyond it");
        }
    }
}
