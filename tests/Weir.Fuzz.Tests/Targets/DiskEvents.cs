using Weir.Broker.Groups;
using Weir.Broker.Shards;
using Weir.Fuzz.Tests.Engine;
using Weir.Storage;
using Weir.Testing.Time;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>
/// Journal events as replay applies them: the input's first octet is the kind, then events each behind a length octet.
/// The state they leave can be written and restored.
/// </summary>
internal sealed class DiskEvents : FuzzTarget
{
    public override string Name => "disk-events";

    public override IEnumerable<byte[]> Seeds()
    {
        foreach ((EventKind kind, byte[] payload) in BrokerEvents.Samples())
            yield return [(byte)kind, (byte)payload.Length, .. payload, (byte)payload.Length, .. payload];
    }

    // State that events leave is larger than they are, and it is written, restored and written.
    public override long AllocatedBytesMax(byte[] input) => (512 << 10) + (1024L * input.Length);

    public override string Execute(byte[] input)
    {
        if (input.Length < 2) return "empty";
        var shard = new BrokerShard(new ManualTime(), new GroupOptions(), null);
        int applied = 0;
        try
        {
            for (int at = 1; at < input.Length; applied++)
            {
                int bytes = Math.Min(input[at++], input.Length - at);
                shard.Apply(input[0], input.AsSpan(at, bytes));
                at += bytes;
            }
        }
        catch (DamagedDataException e)
        {
            return $"{input[0]} {Math.Min(applied, 2)} {Outcome.Of(e)}";
        }

        var written = new System.Buffers.ArrayBufferWriter<byte>();
        shard.WriteSnapshot(written);
        var same = new BrokerShard(new ManualTime(), new GroupOptions(), null);
        same.Restore(written.WrittenSpan);
        return $"{input[0]} {Math.Min(applied, 5)} {int.Log2(written.WrittenCount)}";
    }
}
