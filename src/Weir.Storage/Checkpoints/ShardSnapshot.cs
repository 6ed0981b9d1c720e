using System.Buffers;
using System.Buffers.Binary;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Storage.Checkpoints;

/// <summary>
/// The snapshot blob of a shard, little-endian: where its logs start and end, the tails too short to be worth a segment
/// of their own, and the state above.
/// <code>
/// magic u64 | version u32 | logs u32
/// log       partition i64 | start offset i64 | tail offset i64 | tail bytes i32 | tail: whole batches
/// state     bytes i32 | state
/// crc32c of all before u32
/// </code>
/// </summary>
internal static class ShardSnapshot
{
    /// <summary>"WEIRSNP1", read as a little-endian integer.</summary>
    public const ulong Magic = 0x31504E5352494557;
    public const uint Version = 1;
    public const int LogHeaderBytes = 28;

    public static void Begin(PooledBufferWriter writer, int logs)
    {
        Span<byte> header = writer.GetSpan(16);
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], logs);
        writer.Advance(16);
    }

    public static void AddLog(
        PooledBufferWriter writer, PartitionId partition, long startOffset, long tailOffset, List<TailSpan> tail)
    {
        AddLog(writer, partition, startOffset, tailOffset, tail.Sum(static s => s.Bytes));
        foreach (TailSpan span in tail) writer.Write(span.Memory.Span);
    }

    /// <summary>Its tail follows: so many bytes of whole batches.</summary>
    public static void AddLog(
        PooledBufferWriter writer, PartitionId partition, long startOffset, long tailOffset, int tailBytes)
    {
        Span<byte> header = writer.GetSpan(LogHeaderBytes);
        BinaryPrimitives.WriteInt64LittleEndian(header, partition.Value);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], startOffset);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], tailOffset);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], tailBytes);
        writer.Advance(LogHeaderBytes);
    }

    public static void End(PooledBufferWriter writer, ReadOnlySpan<byte> state)
    {
        BinaryPrimitives.WriteInt32LittleEndian(writer.GetSpan(4), state.Length);
        writer.Advance(4);
        writer.Write(state);
        uint crc = Crc32C.Compute(writer.WrittenSpan);
        BinaryPrimitives.WriteUInt32LittleEndian(writer.GetSpan(4), crc);
        writer.Advance(4);
    }

    /// <summary>
    /// Restores logs and state. <paramref name="find"/> gives the log of a partition, or null when it no longer exists.
    /// </summary>
    public static void Restore(
        string key, ReadOnlySpan<byte> snapshot, ShardManifest manifest, Func<PartitionId, PartitionLog?> find,
            IShardState state)
    {
        SnapshotReader reader = new(key, snapshot);
        ILookup<long, SegmentEntry> segments = manifest.Segments.ToLookup(static s => s.Partition);
        while (reader.TryReadLog())
        {
            if (find(reader.Partition) is not { } log) continue;
            log.Restore(
                reader.StartOffset,
                reader.TailOffset,
                [.. segments[reader.Partition.Value].OrderBy(static s => s.BaseOffset)]);
            ReplayBatches(log, reader.Tail, null);
        }

        state.Restore(reader.ReadState());
    }

    /// <summary>Appends whole batches that have their offsets; tells the state about each, if it should know.</summary>
    public static void ReplayBatches(PartitionLog log, ReadOnlySpan<byte> batches, IShardState? state)
    {
        while (!batches.IsEmpty)
        {
            if (!RecordBatchHeader.TryRead(batches, out RecordBatchHeader header)
                || !header.FitsIn(batches.Length))
                throw new DamagedDataException($"partition {log.Id}: a journaled batch does not fit its run");
            ReadOnlySpan<byte> batch = batches[..(int)header.SizeBytes];
            log.AppendReplayed(batch, header);
            state?.ApplyBatch(log, batch);
            batches = batches[batch.Length..];
        }
    }
}
