using System.Buffers;
using Weir.Storage.Logs;

namespace Weir.Storage.Tests.Compaction;

/// <summary>A shard without a state of its own.</summary>
internal sealed class NoState : IShardState
{
    public void Apply(ushort kind, ReadOnlySpan<byte> payload)
    {
    }

    public void ApplyBatch(PartitionLog log, ReadOnlySpan<byte> batch)
    {
    }

    public void WriteSnapshot(IBufferWriter<byte> writer)
    {
    }

    public void Restore(ReadOnlySpan<byte> snapshot)
    {
    }
}
