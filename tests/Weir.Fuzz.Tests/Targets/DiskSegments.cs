using System.Buffers.Binary;
using Weir.Fuzz.Tests.Engine;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Storage.Memory;
using Weir.Storage.Segments;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>
/// A segment with its index and footer, whose checksums are made true again: whatever they claim, every read gives
/// whole batches from inside the data or says that the segment is damaged.
/// </summary>
internal sealed class DiskSegments : FuzzTarget
{
    private static readonly PartitionId Partition = PartitionId.Create(new ShardId(3), 0x21);

    public override string Name => "disk-segments";

    public override IEnumerable<byte[]> Seeds()
    {
        yield return Build(batches: 1, recordBytes: 10);
        yield return Build(batches: 12, recordBytes: 3_500);
    }

    public override void Repair(byte[] input, Random random)
    {
        if (input.Length < SegmentLayout.FooterBytes) return;
        Span<byte> footer = input.AsSpan(input.Length - SegmentLayout.FooterBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(footer, SegmentLayout.Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(footer[8..], SegmentLayout.Version);
        uint blocks = BinaryPrimitives.ReadUInt32LittleEndian(footer[12..]);
        long index = blocks * (long)SegmentLayout.BlockEntryBytes;
        long data = input.Length - SegmentLayout.FooterBytes - index;
        if (data >= 0)
        {
            if (random.Next(8) != 0) BinaryPrimitives.WriteInt64LittleEndian(footer[24..], data);
            RepairBlocks(input, (int)data, (int)blocks, random);
            BinaryPrimitives.WriteUInt32LittleEndian(footer[56..], Crc32C.Compute(input.AsSpan((int)data, (int)index)));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(footer[60..], Crc32C.Compute(footer[..60]));
    }

    public override long AllocatedBytesMax(byte[] input) => (1 << 20) + (64L * input.Length);

    public override string Execute(byte[] input)
    {
        try
        {
            if (input.Length < SegmentLayout.FooterBytes) return "too short";
            SegmentEntry entry = SegmentFooter.Read(input.AsSpan(^SegmentLayout.FooterBytes..), "s03/x.seg", out _);
            SegmentReader reader = Now(SegmentReader.OpenAsync(new MemoryBlob(input), entry, CancellationToken.None));
            int read = 0;
            foreach (long offset in (long[])[0, entry.BaseOffset, entry.BaseOffset + 3, entry.NextOffset - 1])
            {
                foreach (int bytesMax in (int[])[0, 100, 1 << 20])
                {
                    using LogSlice slice = Now(reader.ReadAsync(
                        offset, bytesMax, entry.NextOffset, atLeastOne: true, CancellationToken.None));
                    FuzzException.Require(slice.Bytes <= input.Length, "a slice is larger than its segment");
                    if (slice.Bytes > 0) read++;
                }
            }

            reader.Release();
            return $"read {read}, blocks {Math.Min(reader.Blocks.Count, 4)}";
        }
        catch (DamagedDataException e)
        {
            return Outcome.Of(e);
        }
    }

    private static void RepairBlocks(byte[] input, int data, int blocks, Random random)
    {
        for (int i = 0; i < blocks; i++)
        {
            Span<byte> block = input.AsSpan(data + (i * SegmentLayout.BlockEntryBytes), SegmentLayout.BlockEntryBytes);
            long position = BinaryPrimitives.ReadInt64LittleEndian(block[8..]);
            uint bytes = BinaryPrimitives.ReadUInt32LittleEndian(block[24..]);
            if (position < 0 || position > data || bytes > data - position || random.Next(16) == 0) continue;
            BinaryPrimitives.WriteUInt32LittleEndian(
                block[28..], Crc32C.Compute(input.AsSpan((int)position, (int)bytes)));
        }
    }

    private static byte[] Build(int batches, int recordBytes)
    {
        using var store = new MemoryEngineBlobs();
        IBlobWriter blob = store.Create("s03/x.seg");
        SegmentWriter writer = new(blob, "s03/x.seg", Partition);
        long next = 0;
        using var builder = new RecordBatchBuilder();
        for (int i = 0; i < batches; i++, next += 2)
        {
            builder.Reset(1_000 + i);
            builder.BaseOffset = next;
            builder.Add(1_000 + i, "k"u8, false, new byte[recordBytes], false, default, 0);
            builder.Add(1_001 + i, "k"u8, false, "v"u8, false, default, 0);
            Now(writer.WriteAsync(builder.Complete().ToArray(), CancellationToken.None));
        }

        Now(writer.CompleteAsync(0, next, CancellationToken.None));
        Now(writer.DisposeAsync());
        return store.Read("s03/x.seg");
    }

    // Blobs in memory answer at once.
    private static T Now<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    private static void Now(ValueTask task) => task.AsTask().GetAwaiter().GetResult();
}
