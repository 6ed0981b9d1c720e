using System.Buffers;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Storage.Segments;

/// <summary>
/// Finds the first record at or after a time: by segment, by block, by batch, and at last inside the batch, which is
/// decompressed if it must be.
/// </summary>
internal static class TimestampSearch
{
    private const int ReadBytes = 64 << 10;

    public static async ValueTask<OffsetAndTimestamp?> FindAsync(PartitionLog log, long timestamp,
        CancellationToken cancel)
    {
        while (true)
        {
            IReadOnlyList<SegmentEntry> segments = log.Segments;
            try
            {
                OffsetAndTimestamp? found = await FindAsync(log, segments, timestamp, cancel);
                // A checkpoint meanwhile moves what was the tail into a segment that we did not look at.
                if (ReferenceEquals(segments, log.Segments)) return found;
            }
            catch (FileNotFoundException) when (!segments.All(log.IsCurrent))
            {
                // Merged away or dropped while we looked: look again.
            }
        }
    }

    private static async ValueTask<OffsetAndTimestamp?> FindAsync(
        PartitionLog log, IReadOnlyList<SegmentEntry> segments, long timestamp, CancellationToken cancel)
    {
        foreach (SegmentEntry segment in segments)
        {
            if (segment.NextOffset <= log.StartOffset || segment.MaxTimestamp < timestamp) continue;
            long? from = await BlockAtOrAfterAsync(log, segment, timestamp, cancel);
            if (from is null) continue;
            OffsetAndTimestamp? found = await ScanAsync(log, from.Value, segment.NextOffset, timestamp, cancel);
            if (found is not null) return found;
        }

        long? tail = log.TailChunkAtOrAfter(timestamp);
        return tail is null ? null : await ScanAsync(log, tail.Value, log.ReadableEnd, timestamp, cancel);
    }

    private static async ValueTask<long?> BlockAtOrAfterAsync(
        PartitionLog log, SegmentEntry segment, long timestamp, CancellationToken cancel)
    {
        SegmentReader reader = await log.Cache.LeaseAsync(segment, cancel);
        try
        {
            foreach (SegmentBlock block in reader.Blocks)
                if (block.MaxTimestamp >= timestamp) return Math.Max(block.BaseOffset, log.StartOffset);
            return null;
        }
        finally
        {
            reader.Release();
        }
    }

    private static async ValueTask<OffsetAndTimestamp?> ScanAsync(
        PartitionLog log, long from, long end, long timestamp, CancellationToken cancel)
    {
        using var buffer = new PooledBufferWriter();
        while (from < end)
        {
            using LogSlice? slice = await log.ReadAsync(from, ReadBytes, end, true, cancel);
            if (slice is null || slice.Bytes == 0) return null;
            buffer.Clear();
            await slice.CopyToAsync(buffer, cancel);
            if (InBatches(buffer.WrittenSpan, log.StartOffset, timestamp, ref from) is { } found) return found;
        }

        return null;
    }

    private static OffsetAndTimestamp? InBatches(ReadOnlySpan<byte> batches, long startOffset, long timestamp,
        ref long next)
    {
        while (RecordBatchHeader.TryRead(batches, out RecordBatchHeader header))
        {
            ReadOnlySpan<byte> batch = batches[..(int)header.SizeBytes];
            if (header.MaxTimestamp >= timestamp && InBatch(batch, header, startOffset, timestamp) is { } found)
                return found;
            next = header.NextOffset;
            batches = batches[batch.Length..];
        }

        return null;
    }

    private static OffsetAndTimestamp? InBatch(
        ReadOnlySpan<byte> batch, in RecordBatchHeader header, long startOffset, long timestamp)
    {
        if (header.IsLogAppendTime)
            return new OffsetAndTimestamp(Math.Max(header.BaseOffset, startOffset), header.MaxTimestamp);
        using var plain = new PooledBufferWriter();
        BatchError error = RecordBatchRecords.Open(
            batch, header, plain, RecordBatchRecords.StoredBytesMax, out ReadOnlySpan<byte> records);
        if (error != BatchError.None)
            return new OffsetAndTimestamp(Math.Max(header.BaseOffset, startOffset), header.MaxTimestamp);

        var reader = new RecordReader(records, header.RecordCount);
        while (reader.TryRead(out RecordView record))
        {
            long offset = header.BaseOffset + record.OffsetDelta;
            long time = header.BaseTimestamp + record.TimestampDelta;
            if (time >= timestamp && offset >= startOffset) return new OffsetAndTimestamp(offset, time);
        }

        return null;
    }
}
