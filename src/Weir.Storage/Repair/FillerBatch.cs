using System.Buffers;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Storage.Repair;

/// <summary>
/// Batches without records, which stand where records are lost: offsets stay what they were, logs stay without gaps,
/// and readers go on behind them, as they do behind what compaction removed.
/// </summary>
internal static class FillerBatch
{
    public static byte[] Cover(long from, long to)
    {
        using var output = new PooledBufferWriter();
        using var builder = new RecordBatchBuilder();
        while (from < to)
        {
            int offsets = (int)Math.Min(to - from, int.MaxValue);
            builder.Reset(-1);
            builder.BaseOffset = from;
            builder.LeaderEpoch = 0;
            output.Write(builder.Complete(offsets - 1));
            from += offsets;
        }

        return output.WrittenSpan.ToArray();
    }
}
