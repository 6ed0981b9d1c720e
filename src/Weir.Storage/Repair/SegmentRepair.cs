using Weir.Storage.Checkpoints;
using Weir.Storage.Embedded;
using Weir.Storage.Logs;
using Weir.Storage.Segments;
using Weir.Wire.Records;

namespace Weir.Storage.Repair;

/// <summary>
/// Reads a segment to the end. One that is damaged is written anew with every batch whose checksum is right and whose
/// offsets fit; where batches are missing stands a <see cref="FillerBatch"/>.
/// </summary>
internal sealed class SegmentRepair(IBlobStore blobs, BlobKeys keys, RepairReport report)
{
    /// <summary>The entry as it is when the segment is whole, else that of the new one.</summary>
    public async ValueTask<SegmentEntry> RunAsync(SegmentEntry entry, CancellationToken cancel)
    {
        SegmentReader? reader = await OpenAsync(entry, cancel);
        try
        {
            bool[] isWhole = reader is null ? [] : await VerifyAsync(reader, cancel);
            if (reader is not null && Array.TrueForAll(isWhole, static whole => whole)) return entry;
            report.AddDamagedBlob(EmbeddedBlobStore.PathOf(entry.Key));
            return await RewriteAsync(entry, reader, isWhole, cancel);
        }
        finally
        {
            reader?.Release();
        }
    }

    /// <summary>A segment that holds nothing but what is lost.</summary>
    public async ValueTask<SegmentEntry> FillAsync(PartitionId partition, long from, long to, CancellationToken cancel)
    {
        report.AddLost(partition, from, to);
        string key = keys.Segment(partition, from);
        await using var writer = new SegmentWriter(await blobs.CreateAsync(key, cancel), key, partition);
        await writer.WriteAsync(FillerBatch.Cover(from, to), cancel);
        return await writer.CompleteAsync(from, to, cancel);
    }

    private async ValueTask<SegmentReader?> OpenAsync(SegmentEntry entry, CancellationToken cancel)
    {
        try
        {
            return await SegmentReader.OpenAsync(blobs, entry, cancel);
        }
        catch (Exception e) when (e is DamagedDataException or FileNotFoundException)
        {
            report.AddDamage(e is DamagedDataException ? e.Message : $"segment {entry.Key} is missing");
            return null;
        }
    }

    private async ValueTask<bool[]> VerifyAsync(SegmentReader reader, CancellationToken cancel)
    {
        bool[] isWhole = new bool[reader.Blocks.Count];
        for (int i = 0; i < isWhole.Length; i++)
        {
            try
            {
                await reader.ReadBlockAsync(i, new byte[reader.Blocks[i].Bytes], cancel);
                isWhole[i] = true;
            }
            catch (DamagedDataException e)
            {
                report.AddDamage(e.Message);
            }
        }

        return isWhole;
    }

    private async ValueTask<SegmentEntry> RewriteAsync(
        SegmentEntry entry, SegmentReader? reader, bool[] isWhole, CancellationToken cancel)
    {
        var partition = new PartitionId(entry.Partition);
        bool isClean = BlobKeys.IsClean(entry.Key);
        string key = keys.Segment(partition, entry.BaseOffset, isClean);
        await using var writer = new SegmentWriter(await blobs.CreateAsync(key, cancel), key, partition);
        var copy = new BatchSalvage(entry.BaseOffset, isClean);
        if (reader is null)
        {
            byte[] bytes = await ReadAllAsync(entry, cancel);
            await WriteAsync(copy.Take(bytes, entry.NextOffset));
        }

        for (int i = 0; reader is not null && i < reader.Blocks.Count; i++)
        {
            byte[] bytes = new byte[reader.Blocks[i].Bytes];
            long end = i + 1 < reader.Blocks.Count ? reader.Blocks[i + 1].BaseOffset : entry.NextOffset;
            await reader.ReadExactlyAsync(reader.Blocks[i].Position, bytes, cancel);
            await WriteAsync(isWhole[i] ? copy.TakeWhole(bytes, reader.Blocks[i].BaseOffset, end)
                : copy.Take(bytes, end));
        }

        await WriteAsync(copy.End(entry.NextOffset));
        foreach ((long from, long to) in copy.Lost) report.AddLost(partition, from, to);
        return await writer.CompleteAsync(entry.BaseOffset, entry.NextOffset, cancel);

        async ValueTask WriteAsync(byte[] batches)
        {
            if (batches.Length > 0) await writer.WriteAsync(batches, cancel);
        }
    }

    private async ValueTask<byte[]> ReadAllAsync(SegmentEntry entry, CancellationToken cancel)
    {
        try
        {
            using IBlob blob = await blobs.OpenAsync(entry.Key, cancel);
            byte[] bytes = await blob.ReadAllAsync(cancel);
            return bytes[..(int)Math.Min(bytes.Length, entry.DataBytes)];
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }
}
