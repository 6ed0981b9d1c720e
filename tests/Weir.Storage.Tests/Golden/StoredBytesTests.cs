using System.Buffers;
using Weir.Storage.Checkpoints;
using Weir.Storage.Logs;
using Weir.Storage.Segments;
using Weir.Wire;
using Weir.Wire.Records;
using MemoryEngine = Weir.Storage.Memory.MemoryEngine;

namespace Weir.Storage.Tests.Golden;

/// <summary>
/// Bytes that data directories hold. They are written down here and in docs/dev/storage-format.md; they never change.
/// </summary>
public sealed class StoredBytesTests
{
    private const string Batch =
        "0000000000000007 0000003A 00000000 02 716A6189 0000 00000000 00000000000003E8 00000000000003E8"
        + " FFFFFFFFFFFFFFFF FFFF FFFFFFFF 00000001 10 00 00 00 02 6B 02 76 00";

    private static readonly PartitionId Partition = PartitionId.Create(new ShardId(3), 0x21);

    [Fact]
    public void A_batch_of_one_record_keeps_its_form() => Expect(Batch, BatchAt7());

    [Fact]
    public void A_frame_body_keeps_its_form()
    {
        var frame = new FrameBuilder();
        frame.AddEvent(0x0102, [0xAA, 0xBB]);
        frame.AddTrim(Partition, 5);
        frame.BeginSections(1);
        byte[] batch = BatchAt7();
        frame.AddSection(Partition, batch.Length);
        frame.AddMemory(batch);
        Expect(
            "01 000000 46000000 2100000000000300" + Batch
            + "02 00 0201 02000000 AABB"
            + "03 00000000000000 2100000000000300 0500000000000000",
            frame.Build().ToArray());
    }

    [Fact]
    public async Task A_segment_keeps_its_form()
    {
        await using var engine = new MemoryEngine();
        IBlobWriter blob = await engine.Blobs.CreateAsync("s03/golden.seg", default);
        await using (var writer = new SegmentWriter(blob, "s03/golden.seg", Partition))
        {
            await writer.WriteAsync(BatchAt7(), default);
            await writer.CompleteAsync(7, 8, default);
        }

        Expect(
            Batch
            + "0700000000000000 0000000000000000 E803000000000000 46000000 6539C64E"
            + "5745495253454731 01000000 01000000 2100000000000300 4600000000000000 0700000000000000 0800000000000000"
            + "E803000000000000 C21C1D21 1827898E",
            await ReadAsync(engine, "s03/golden.seg"));
    }

    [Fact]
    public void A_snapshot_keeps_its_form()
    {
        using var writer = new PooledBufferWriter();
        byte[] batch = BatchAt7();
        var chunk = new TailChunk(new ChunkPool(0), batch, 7);
        chunk.Advance(batch.Length, 7, 8, 1_000);
        ShardSnapshot.Begin(writer, 1);
        ShardSnapshot.AddLog(writer, Partition, 2, 7, [new TailSpan(chunk, 0, batch.Length)]);
        ShardSnapshot.End(writer, [0xCC, 0xDD]);
        Expect(
            "57454952534E5031 01000000 01000000 2100000000000300 0200000000000000 0700000000000000 46000000" + Batch
            + "02000000 CCDD F282A11C",
            writer.WrittenSpan.ToArray());
    }

    [Fact]
    public void Keys_of_blobs_keep_their_form()
    {
        var keys = new BlobKeys(0x1f);
        Assert.Equal("s03/p000000000021-0000000000000007-1f-1.seg", keys.Segment(Partition, 7));
        Assert.Equal("s03/p000000000021-0000000000000007-1f-2.clean.seg", keys.Segment(Partition, 7, isClean: true));
        Assert.Equal("s03/state-1f-3.snap", keys.Snapshot(new ShardId(3)));
    }

    [Fact]
    public void Durabilities_keep_their_values() => Assert.True(
        Enum.GetValues<Durability>().Select(static d =>
            $"{d}={(byte)d}").SequenceEqual(["Fsync=0", "Os=1", "Memory=2"]),
        "Durability is stored and configured: give a new member the next number, never change or reuse one.");

    private static byte[] BatchAt7()
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(1_000);
        builder.BaseOffset = 7;
        builder.LeaderEpoch = 0;
        builder.Add(1_000, "k"u8, false, "v"u8, false, default, 0);
        return builder.Complete().ToArray();
    }

    private static async Task<byte[]> ReadAsync(MemoryEngine engine, string key)
    {
        using IBlob blob = await engine.Blobs.OpenAsync(key, default);
        byte[] bytes = new byte[blob.Length];
        await blob.ReadAsync(0, bytes, default);
        return bytes;
    }

    private static void Expect(string hex, byte[] bytes)
    {
        string expected = hex.Replace(" ", "", StringComparison.Ordinal);
        Assert.True(
            expected == Convert.ToHexString(bytes),
            "Data directories hold this form. Do not edit the bytes: write the new form under a new version "
            + "number, keep"
            + $" reading this one, and describe both in docs/dev/storage-format.md.\nexpected {expected}\n"
            + $"  actual {Convert.ToHexString(bytes)}");
    }
}
