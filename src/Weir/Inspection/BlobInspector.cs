using System.Buffers.Binary;
using Weir.Records;
using Weir.Storage;
using Weir.Storage.Checkpoints;
using Weir.Storage.Embedded;
using Weir.Storage.Files;
using Weir.Storage.Logs;
using Weir.Storage.Segments;

namespace Weir.Inspection;

/// <summary>Segment and snapshot blobs.</summary>
internal sealed class BlobInspector(InspectionWriter writer, TopicNames names, BatchInspector batches)
{
    /// <summary>Whether the end of a file is a segment's footer, be it valid or not.</summary>
    public static bool IsSegment(IFile file)
    {
        byte[] magic = new byte[sizeof(ulong)];
        return file.Length >= SegmentLayout.FooterBytes
            && file.ReadFully(magic, file.Length - SegmentLayout.FooterBytes) == magic.Length
            && BinaryPrimitives.ReadUInt64LittleEndian(magic) == SegmentLayout.Magic;
    }

    /// <param name="depth">How far to indent.</param>
    /// <param name="file">The blob's file, which is closed afterwards.</param>
    /// <param name="key">The blob's name for the reader.</param>
    /// <param name="named">What the manifest says of it; null for a file on its own.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task InspectSegmentAsync(
        int depth, IFile file, string key, SegmentEntry? named, CancellationToken cancel)
    {
        try
        {
            SegmentEntry entry = named ?? ReadFooter(file, key);
            PartitionId partition = new(entry.Partition);
            writer.Item(
                depth,
                "segment",
                ("key", key),
                ("partition", partition.ToString()),
                ("topic", names.Find(partition)),
                ("base_offset", entry.BaseOffset),
                ("next_offset", entry.NextOffset),
                ("max_time", Timestamps.Text(entry.MaxTimestamp)),
                ("data_bytes", entry.DataBytes));
            SegmentReader reader = await SegmentReader.OpenAsync(new EmbeddedBlob(file), entry, cancel);
            try
            {
                for (int i = 0; i < reader.Blocks.Count; i++)
                    await InspectBlockAsync(depth + 1, reader, i, key, partition, cancel);
            }
            finally
            {
                reader.Release();
            }
        }
        catch (DamagedDataException e)
        {
            writer.Damage(depth + 1, key, e.Message);
        }
        finally
        {
            file.Dispose();
        }
    }

    public void InspectSnapshot(int depth, byte[] bytes, string key)
    {
        try
        {
            SnapshotReader reader = new(key, bytes);
            writer.Item(depth, "snapshot", ("key", key), ("bytes", bytes.Length));
            while (reader.TryReadLog())
            {
                writer.Item(
                    depth + 1,
                    "log",
                    ("partition", reader.Partition.ToString()),
                    ("topic", names.Find(reader.Partition)),
                    ("start", reader.StartOffset),
                    ("tail_offset", reader.TailOffset),
                    ("tail_bytes", reader.Tail.Length));
                batches.Inspect(depth + 2, key, reader.Partition, reader.Tail);
            }

            writer.Item(depth + 1, "state", ("bytes", reader.ReadState().Length));
        }
        catch (DamagedDataException e)
        {
            writer.Damage(depth, key, e.Message);
        }
    }

    private async Task InspectBlockAsync(
        int depth, SegmentReader reader, int index, string key, PartitionId partition, CancellationToken cancel)
    {
        SegmentBlock block = reader.Blocks[index];
        writer.Item(
            depth, "block", ("position", block.Position), ("base_offset", block.BaseOffset), ("bytes", block.Bytes));
        byte[] bytes = new byte[block.Bytes];
        try
        {
            await reader.ReadBlockAsync(index, bytes, cancel);
        }
        catch (DamagedDataException e)
        {
            writer.Damage(depth, key, e.Message);
            return;
        }

        batches.Inspect(depth + 1, key, partition, bytes);
    }

    private static SegmentEntry ReadFooter(IFile file, string key)
    {
        byte[] footer = new byte[SegmentLayout.FooterBytes];
        int read = file.ReadFully(footer, file.Length - footer.Length);
        return SegmentFooter.Read(footer.AsSpan(0, read), key, out _);
    }
}
