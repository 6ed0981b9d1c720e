using System.Buffers;
using Weir.Wire.Records;

namespace Weir.Storage.Logs;

/// <summary>
/// One atomic change of a shard: everything done through it lands in the same journal frame. It holds the shard's lock
/// from <see cref="Shard.Enter"/> to <see cref="Dispose"/>: prepare bytes before, copy inside, compute nothing.
/// </summary>
public readonly ref struct ShardWrite : IDisposable
{
    private readonly Shard _shard;
    private readonly bool _mayBlock;

    internal ShardWrite(Shard shard, bool mayBlock)
    {
        _shard = shard;
        _mayBlock = mayBlock;
    }

    /// <summary>
    /// The frame this write joins, once something was written; wait for it with <see cref="Shard.WaitAsync"/>.
    /// </summary>
    public long Lsn => _shard.LastLsn;

    /// <summary>
    /// Appends one valid batch; assigns its offsets. Returns its base offset. The caller's bytes are copied.
    /// </summary>
    public long Append(PartitionLog log, in ReadOnlySequence<byte> batch, in RecordBatchHeader header) =>
        _shard.Append(log, batch, header);

    /// <summary>
    /// Journals an event that the caller applies to its state before disposing this. With <see cref="Durability.Os"/>
    /// it rides with the next sync instead of asking for one.
    /// </summary>
    public void AddEvent(ushort kind, ReadOnlySpan<byte> payload, Durability durability = Durability.Fsync) =>
        _shard.AddEvent(kind, payload, durability);

    /// <summary>Gives up the records below <paramref name="startOffset"/>.</summary>
    public void Trim(PartitionLog log, long startOffset, Durability durability = Durability.Fsync) =>
        _shard.Trim(log, startOffset, durability);

    public void Dispose() => _shard.Exit(_mayBlock);
}
