using Weir.Fuzz.Tests.Engine;
using Weir.Storage;
using Weir.Storage.Checkpoints;
using Weir.Storage.Logs;
using Weir.Wire.Records;
using Weir.Wire.Tests.Records;
using FrameReader = Weir.Storage.Logs.FrameReader;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>The body of a journal frame: its entries, and the runs of batches in them.</summary>
internal sealed class DiskFrames : FuzzTarget
{
    public override string Name => "disk-frames";

    public override IEnumerable<byte[]> Seeds()
    {
        var frame = new FrameBuilder();
        frame.AddEvent(0x0102, [0xAA, 0xBB]);
        frame.AddTrim(PartitionId.Create(new ShardId(3), 0x21), 5);
        frame.BeginSections(1);
        byte[] batch = GoldenBatches.For(CompressionCodec.None);
        frame.AddSection(PartitionId.Create(new ShardId(3), 0x21), batch.Length);
        frame.AddMemory(batch);
        yield return System.Buffers.BuffersExtensions.ToArray(frame.Build());
        yield return [];
    }

    public override string Execute(byte[] input)
    {
        int entries = 0;
        try
        {
            var reader = new FrameReader(input);
            while (reader.TryRead())
            {
                entries++;
                if (reader.Kind != FrameLayout.Batches) continue;
                int taken = BatchRun.Take(reader.Payload, 1 << 20, out _);
                FuzzException.Require(taken <= reader.Payload.Length, "a run of batches left its frame");
            }

            return $"read {Math.Min(entries, 6)}";
        }
        catch (DamagedDataException e)
        {
            return $"{Math.Min(entries, 4)} {Outcome.Of(e)}";
        }
    }
}
