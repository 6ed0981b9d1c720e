using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Messages;

/// <summary>
/// Reads a log record by record for those who look for something. It disturbs nobody (reads of old records do not go
/// through the tail) and always ends: at the end of the log, or at the first limit that it meets.
/// </summary>
public static class RecordScan
{
    private const int ReadBytes = 1 << 20;

    public static async ValueTask<ScanProgress> RunAsync(
        PartitionLog log, long from, long end, ScanLimits limits, TimeProvider time, RecordVisitor visit,
        CancellationToken cancel)
    {
        using var batches = new PooledBufferWriter();
        using var plain = new PooledBufferWriter();
        long started = time.GetTimestamp();
        var state = new State { Next = Math.Max(from, log.StartOffset) };
        while (true)
        {
            long until = Math.Min(end, log.ReadableEnd);
            if (state.Next >= until) return state.Progress(isComplete: true);
            if (state.IsOver(limits) || time.GetElapsedTime(started) > limits.TimeMax)
                return state.Progress(isComplete: false);
            using LogSlice? slice = await log.ReadAsync(state.Next, ReadBytes, until, true, cancel);
            if (slice is null || slice.Bytes == 0)
            {
                // Retention took what was next: go on behind it, or there is nothing.
                if (log.StartOffset <= state.Next) return state.Progress(isComplete: true);
                state.Next = log.StartOffset;
                continue;
            }

            batches.Reset();
            await slice.CopyToAsync(batches, cancel);
            Visit(log, batches.WrittenSpan, plain, until, limits, visit, state);
        }
    }

    private static void Visit(
        PartitionLog log, ReadOnlySpan<byte> batches, PooledBufferWriter plain, long end, ScanLimits limits,
        RecordVisitor visit, State state)
    {
        while (RecordBatchHeader.TryRead(batches, out RecordBatchHeader header) && header.SizeBytes <= batches.Length)
        {
            BatchError error = RecordBatchRecords.Open(
                batches[..header.SizeBytes], header, plain, RecordBatchRecords.StoredBytesMax,
                out ReadOnlySpan<byte> records);
            if (error != BatchError.None)
            {
                throw new DamagedDataException(
                    $"partition {log.Id}: batch at offset {header.BaseOffset} does not unpack: {error}");
            }

            state.Bytes += header.SizeBytes;
            batches = batches[header.SizeBytes..];
            if (!header.IsControl && !VisitRecords(records, header, end, limits, visit, state)) return;
            state.Next = Math.Max(state.Next, Math.Min(end, header.NextOffset));
            if (state.IsOver(limits)) return;
        }
    }

    /// <summary>False when a limit was met inside of the batch.</summary>
    private static bool VisitRecords(
        ReadOnlySpan<byte> records, in RecordBatchHeader header, long end, ScanLimits limits, RecordVisitor visit,
        State state)
    {
        var reader = new RecordReader(records, header.RecordCount);
        while (reader.TryRead(out RecordView record))
        {
            long offset = header.BaseOffset + record.OffsetDelta;
            if (offset < state.Next) continue;
            if (offset >= end) return true;
            if (state.IsOver(limits)) return false;
            state.Records++;
            state.Next = offset + 1;
            long timestampMs = header.IsLogAppendTime
                ? header.MaxTimestamp
                : header.BaseTimestamp + record.TimestampDelta;
            if (visit(offset, timestampMs, record)) state.Matches++;
        }

        return true;
    }

    private sealed class State
    {
        public long Next { get; set; }

        public long Records { get; set; }

        public long Bytes { get; set; }

        public int Matches { get; set; }

        public bool IsOver(ScanLimits limits) =>
            Matches >= limits.MatchesMax || Records >= limits.RecordsMax || Bytes >= limits.BytesMax;

        public ScanProgress Progress(bool isComplete) => new(Next, Records, Bytes, isComplete);
    }
}
