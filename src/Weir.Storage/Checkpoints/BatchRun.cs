using Weir.Wire.Records;

namespace Weir.Storage.Checkpoints;

/// <summary>Cuts contiguous batches at a size.</summary>
internal static class BatchRun
{
    /// <summary>
    /// Bytes of the whole batches that fit <paramref name="bytesMax"/>, one at least; and the offset after them.
    /// </summary>
    public static int Take(ReadOnlySpan<byte> batches, long bytesMax, out long nextOffset)
    {
        int taken = 0;
        nextOffset = -1;
        while (RecordBatchHeader.TryRead(batches[taken..], out RecordBatchHeader header))
        {
            if (!header.FitsIn(batches.Length - taken))
                throw new DamagedDataException($"a batch at offset {header.BaseOffset} does not fit its run");
            if (taken > 0 && taken + header.SizeBytes > bytesMax) break;
            taken += (int)header.SizeBytes;
            nextOffset = header.NextOffset;
            if (taken == batches.Length) break;
        }

        return taken;
    }
}
