using System.Buffers;
using System.Buffers.Binary;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Simulation;

/// <summary>A shard's state: every event it was told of, in order, and the end of the last batch of each log.</summary>
internal sealed class EventState : IShardState
{
    public List<long> Events { get; } = [];

    public SortedDictionary<long, long> BatchEnds { get; } = [];

    public void Apply(ushort kind, ReadOnlySpan<byte> payload)
    {
        if (kind != 7 || payload.Length < 8) throw new DamagedDataException($"event {kind} of {payload.Length} bytes");
        Events.Add(BinaryPrimitives.ReadInt64LittleEndian(payload));
    }

    public void ApplyBatch(PartitionLog log, ReadOnlySpan<byte> batch)
    {
        RecordBatchHeader.TryRead(batch, out RecordBatchHeader header);
        BatchEnds[log.Id.Value] = header.NextOffset;
    }

    public void WriteSnapshot(IBufferWriter<byte> writer)
    {
        WriteNumber(writer, Events.Count);
        foreach (long value in Events) WriteNumber(writer, value);
        foreach ((long log, long end) in BatchEnds)
        {
            WriteNumber(writer, log);
            WriteNumber(writer, end);
        }
    }

    public void Restore(ReadOnlySpan<byte> snapshot)
    {
        long count = Next(ref snapshot);
        for (long i = 0; i < count; i++) Events.Add(Next(ref snapshot));
        while (!snapshot.IsEmpty) BatchEnds[Next(ref snapshot)] = Next(ref snapshot);
    }

    private static void WriteNumber(IBufferWriter<byte> writer, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(writer.GetSpan(8), value);
        writer.Advance(8);
    }

    private static long Next(ref ReadOnlySpan<byte> from)
    {
        long value = BinaryPrimitives.ReadInt64LittleEndian(from);
        from = from[8..];
        return value;
    }
}
