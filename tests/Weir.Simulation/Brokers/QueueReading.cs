using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Simulation.Brokers;

/// <summary>Reads what a queue's logs hold, without consuming it, and what is settled of that.</summary>
internal static class QueueReading
{
    public static async Task<List<Found>> ReadAsync(Queue queue, BrokerModel model)
    {
        var found = new List<Found>();
        for (int lane = 0; lane < queue.Topic.Partitions.Count; lane++)
        {
            PartitionLog log = queue.Topic.Partitions[lane].Log;
            foreach (Found each in await ReadAsync(log, queue.Name, model))
            {
                MessageState state = queue.StateOf(new MessageRef(lane, each.Offset, 0));
                found.Add(each with { IsSettled = state == MessageState.Settled });
            }
        }

        return found;
    }

    public static async Task<List<Found>> ReadAsync(PartitionLog log, string name, BrokerModel model)
    {
        var found = new List<Found>();
        await VisitAsync(log, name, (in RecordView record, long offset) =>
            found.Add(new Found(model.Check(record.Value, name), offset, false)));
        return found;
    }

    public static async Task VisitAsync(PartitionLog log, string name, RecordSeen seen)
    {
        if (log.NextOffset != log.ReadableEnd)
            throw new HistoryException($"{name}: something at the end is not readable");
        for (long next = log.StartOffset; next < log.ReadableEnd;)
        {
            using LogSlice? slice = await log.ReadAsync(next, 1 << 20, long.MaxValue, true, default);
            if (slice is null || slice.Bytes == 0) throw new HistoryException($"{name}: no way on at {next}");
            using var bytes = new PooledBufferWriter();
            await slice.CopyToAsync(bytes, default);
            next = Visit(bytes.WrittenSpan, seen);
        }
    }

    private static long Visit(ReadOnlySpan<byte> batches, RecordSeen seen)
    {
        long next = -1;
        for (; RecordBatchHeader.TryRead(batches, out RecordBatchHeader header); batches = batches[header.SizeBytes..])
        {
            var reader = new RecordReader(batches[RecordBatchHeader.Bytes..header.SizeBytes], header.RecordCount);
            while (reader.TryRead(out RecordView record)) seen(record, header.BaseOffset + record.OffsetDelta);
            next = header.NextOffset;
        }

        return next;
    }
}
