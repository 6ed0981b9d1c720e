using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Topics;

/// <summary>
/// A compacted topic keeps the newest record of each key, so a record without one has no place in it.
/// </summary>
internal static class BatchKeys
{
    public static bool AllPresent(ReadOnlySpan<byte> batch, in RecordBatchHeader header, long decompressedBytesMax) =>
        Missing(batch, header, decompressedBytesMax, countMax: 1).Count == 0;

    /// <summary>Positions in the batch of the first records without a key.</summary>
    public static IReadOnlyList<int> Missing(
        ReadOnlySpan<byte> batch, in RecordBatchHeader header, long decompressedBytesMax, int countMax)
    {
        using var plain = new PooledBufferWriter();
        // The records have been checked before: they can be read.
        RecordBatchRecords.Open(batch, header, plain, decompressedBytesMax, out ReadOnlySpan<byte> records);

        List<int>? missing = null;
        var reader = new RecordReader(records, header.RecordCount);
        for (int i = 0; reader.TryRead(out RecordView record); i++)
        {
            if (!record.IsKeyNull) continue;
            (missing ??= []).Add(i);
            if (missing.Count == countMax) break;
        }

        return missing ?? (IReadOnlyList<int>)[];
    }
}
