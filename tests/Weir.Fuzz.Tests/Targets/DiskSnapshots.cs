using System.Buffers;
using System.Buffers.Binary;
using Weir.Broker.Groups;
using Weir.Broker.Shards;
using Weir.Fuzz.Tests.Engine;
using Weir.Storage;
using Weir.Storage.Checkpoints;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>
/// The snapshot of a shard: the logs, and the state above (producers, cursors, forwards, remembered ids, groups). What
/// was restored is written, and restores as the same.
/// </summary>
internal sealed class DiskSnapshots : FuzzTarget
{
    private static readonly PartitionId Partition = PartitionId.Create(new ShardId(3), 0x21);

    public override string Name => "disk-snapshots";

    public override IEnumerable<byte[]> Seeds()
    {
        yield return Around(State(static _ => { }));
        yield return Around(State(static shard => Fill(shard)));
    }

    public override void Repair(byte[] input, Random random)
    {
        if (input.Length < 24) return;
        BinaryPrimitives.WriteUInt32LittleEndian(input.AsSpan(^4..), Crc32C.Compute(input.AsSpan(..^4)));
    }

    public override long AllocatedBytesMax(byte[] input) => (512 << 10) + (512L * input.Length);

    public override string Execute(byte[] input)
    {
        try
        {
            var reader = new SnapshotReader("s03/x.snap", input);
            int logs = 0;
            while (reader.TryReadLog())
            {
                logs++;
                FuzzException.Require(
                    BatchRun.Take(reader.Tail, 1 << 20, out _) <= reader.Tail.Length, "a tail left its snapshot");
            }

            var shard = New();
            shard.Restore(reader.ReadState());
            byte[] written = Write(shard);
            var same = New();
            same.Restore(written);
            FuzzException.Require(written.AsSpan().SequenceEqual(Write(same)), "what was written restores as another");
            return $"read {Math.Min(logs, 3)}, state {int.Log2(written.Length)}";
        }
        catch (DamagedDataException e)
        {
            return Outcome.Of(e);
        }
    }

    private static BrokerShard New() => new(new Weir.Testing.Time.ManualTime(), new GroupOptions(), null);

    private static byte[] State(Action<BrokerShard> fill)
    {
        BrokerShard shard = New();
        fill(shard);
        return Write(shard);
    }

    private static byte[] Write(BrokerShard shard)
    {
        var writer = new ArrayBufferWriter<byte>();
        shard.WriteSnapshot(writer);
        return writer.WrittenSpan.ToArray();
    }

    private static void Fill(BrokerShard shard)
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(1_000, producerId: 0x1234, producerEpoch: 5, baseSequence: 8);
        builder.Add(1_000, "k"u8, false, "v"u8, false, default, 0);
        RecordBatchHeader.TryRead(builder.Complete(), out RecordBatchHeader header);
        shard.ProducersOf(Partition).Apply(header, 0x40, 0);
        foreach ((EventKind kind, byte[] payload) in BrokerEvents.Samples()) shard.Apply((ushort)kind, payload);
    }

    private static byte[] Around(byte[] state)
    {
        using var writer = new PooledBufferWriter();
        ShardSnapshot.Begin(writer, 1);
        ShardSnapshot.AddLog(writer, Partition, 2, 7, []);
        ShardSnapshot.End(writer, state);
        return writer.WrittenSpan.ToArray();
    }
}
