using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Admin.Api;

/// <summary>How long a queue's oldest unsettled message has been there, to the precision of its batch.</summary>
internal static class OldestMessage
{
    /// <summary>Unix milliseconds; null when there is none.</summary>
    public static async ValueTask<long?> FindAsync(Queue queue, CancellationToken cancel)
    {
        long? oldest = null;
        foreach ((Partition partition, long floor) in queue.Floors)
        {
            PartitionLog log = partition.Log;
            if (floor >= log.ReadableEnd) continue;
            using LogSlice? slice = await log.ReadAsync(floor, 1, log.ReadableEnd, true, cancel);
            if (slice is null || slice.Bytes == 0) continue;
            using var batch = new PooledBufferWriter();
            await slice.CopyToAsync(batch, cancel);
            if (!RecordBatchHeader.TryRead(batch.WrittenSpan, out RecordBatchHeader header)) continue;
            long time = header.IsLogAppendTime ? header.MaxTimestamp : header.BaseTimestamp;
            if (time >= 0) oldest = Math.Min(oldest ?? long.MaxValue, time);
        }

        return oldest;
    }
}
