using System.Buffers;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Simulation;

/// <summary>Reads a log from start to end in pieces of random size, as consumers do.</summary>
internal static class LogReading
{
    public static async Task<LogModel> ReadAsync(PartitionLog log, Durability durability, Random random)
    {
        var found = new LogModel(log.Id, durability) { Start = log.StartOffset };
        for (long next = log.StartOffset; next < log.ReadableEnd;)
        {
            int bytesMax = random.Next(3) switch { 0 => 0, 1 => random.Next(5_000), _ => int.MaxValue };
            using LogSlice? slice = await log.ReadAsync(next, bytesMax, long.MaxValue, true, CancellationToken.None);
            if (slice is null || slice.Bytes == 0)
                throw new HistoryException($"partition {log.Id}: no way on at {next}");
            var buffer = new ArrayBufferWriter<byte>();
            await slice.CopyToAsync(buffer, CancellationToken.None);
            next = Split(log, buffer.WrittenSpan, next, found);
        }

        if (log.NextOffset != log.ReadableEnd)
            throw new HistoryException($"partition {log.Id}: something is not readable");
        return found;
    }

    private static long Split(PartitionLog log, ReadOnlySpan<byte> batches, long next, LogModel found)
    {
        while (!batches.IsEmpty)
        {
            if (!RecordBatchHeader.TryRead(batches, out RecordBatchHeader header) || header.SizeBytes > batches.Length)
                throw new HistoryException($"partition {log.Id}: a batch is split behind {next}");
            bool isFirst = found.Batches.Count == 0;
            if (isFirst ? header.BaseOffset > next : header.BaseOffset != next)
                throw new HistoryException($"partition {log.Id}: batch at {header.BaseOffset} follows {next}");
            found.Batches.Add(
                new BatchModel(header.BaseOffset, header.NextOffset, batches[..header.SizeBytes].ToArray()));
            next = header.NextOffset;
            batches = batches[header.SizeBytes..];
        }

        return next;
    }
}
