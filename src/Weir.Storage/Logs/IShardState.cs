using System.Buffers;

namespace Weir.Storage.Logs;

/// <summary>
/// The state that a shard's events build, owned by the layer above. Live changes and replay go through the same
/// <see cref="Apply"/>; a snapshot at LSN n plus the events after n give the state again. Write and restore are called
/// under the shard's lock, apply during replay only (live code applies its own events when it journals them).
/// </summary>
public interface IShardState
{
    /// <summary>Applies one replayed event; throws <see cref="DamagedDataException"/> if it makes no sense.</summary>
    void Apply(ushort kind, ReadOnlySpan<byte> payload);

    /// <summary>A replayed batch of a partition, after it was appended to the log.</summary>
    void ApplyBatch(PartitionLog log, ReadOnlySpan<byte> batch);

    /// <summary>Writes the whole state, including what was derived from batches.</summary>
    void WriteSnapshot(IBufferWriter<byte> writer);

    void Restore(ReadOnlySpan<byte> snapshot);
}
