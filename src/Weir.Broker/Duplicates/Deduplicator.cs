using System.Buffers;
using Weir.Broker.Shards;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Duplicates;

/// <summary>
/// What a queue, or a partition of a stream, does about messages that come again within its window. Immutable: other
/// settings make another. Several logs of one queue share its ids. Ids are read before the shard's lock is taken; what
/// came before is decided, and the rest remembered, under it, in the frame of the messages.
/// </summary>
internal sealed class Deduplicator
{
    public const int IdsMaxByDefault = 100_000;
    public const int IdsMaxMax = 1_000_000;

    private readonly MessageIds _ids;
    private readonly PartitionId _home;
    private readonly RememberedIds _remembered;
    private readonly long _windowMs;
    private readonly int _idsMax;
    private readonly TimeProvider _time;

    /// <param name="home">The first log of the queue: its ids go by that name.</param>
    public Deduplicator(
        MessageIds ids, Shard shard, PartitionId home, long windowMs, int idsMax, TimeProvider time)
    {
        _ids = ids;
        _home = home;
        _windowMs = windowMs;
        _idsMax = idsMax;
        _time = time;
        using Lock.Scope read = shard.EnterToRead();
        _remembered = ((BrokerShard)shard.State).RememberedOf(home);
    }

    /// <summary>Null when the batch cannot be unpacked, and when no message in it has an id.</summary>
    public BatchIds? Read(ReadOnlySpan<byte> batch, in RecordBatchHeader header, List<int>? exempt, out bool isReadable)
    {
        var found = new BatchIds(this);
        isReadable = found.TryRead(_ids, batch, header, exempt);
        return isReadable && found.Count > 0 ? found : null;
    }

    /// <summary>As above, for a batch in pieces.</summary>
    public BatchIds? Read(in ReadOnlySequence<byte> batch, in RecordBatchHeader header, out bool isReadable)
    {
        if (batch.IsSingleSegment) return Read(batch.FirstSpan, header, null, out isReadable);
        using var whole = new PooledBufferWriter();
        batch.CopyTo(whole.Reserve(checked((int)batch.Length)));
        return Read(whole.WrittenSpan, header, null, out isReadable);
    }

    /// <summary>Under the shard's lock: true when more messages are found that came before.</summary>
    public bool Find(BatchIds ids) => ids.Mark(_remembered, _time.GetUtcNow().ToUnixTimeMilliseconds(), _windowMs);

    /// <summary>
    /// The messages that are no duplicates were just appended. The event rides with them: what they are worth it is.
    /// </summary>
    public void Remember(ShardWrite write, BatchIds ids)
    {
        if (ids.Count == ids.DuplicateCount) return;
        using var payload = new PooledBufferWriter();
        RememberEvent.Begin(payload, _home, _time.GetUtcNow().ToUnixTimeMilliseconds(), _windowMs, _idsMax);
        ids.Write(payload);
        _remembered.Apply(RememberEvent.Read(payload.WrittenSpan));
        write.AddEvent((ushort)EventKind.Remembered, payload.WrittenSpan, Durability.Os);
    }
}
