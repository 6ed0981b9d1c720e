using Weir.Broker.Queues;
using Weir.Broker.Shards;
using Weir.Broker.Topics;
using Weir.Broker.Tracing;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Broker.Delays;

/// <summary>
/// Due records that lie in one shard and go to a log of another. They are appended there in the order of their offsets
/// here, with an event that says how far they came; only when that is durable are they settled here. Whoever crashes in
/// between finds them again, and the other shard's event tells which it has already.
/// </summary>
internal sealed class DelayForwards(DelayLogs owner, DelayLog log) : IDisposable
{
    private const int RecordsMax = 512;

    private readonly Queue<long> _waiting = new();
    private readonly List<(long Offset, Partition? Target)> _taken = [];
    private readonly List<long> _offsets = [];
    private readonly MessageReader _reader = new();
    private readonly PublishBatch _batch = new();
    private readonly CommitWaiter _waiter = new();

    public int Count => _waiting.Count;

    /// <summary>Offsets must come in order.</summary>
    public void Add(long offset) => _waiting.Enqueue(offset);

    /// <summary>Moves some; false when there is none.</summary>
    public async ValueTask<bool> RunAsync()
    {
        if (_waiting.Count == 0) return false;
        await owner.Store.WaitForRoomAsync(log.Room, owner.Stopping);
        await LookAsync();
        foreach (Shard shard in _taken.Where(static t => t.Target is not null).Select(static t => t.Target!.Shard)
            .Distinct().ToArray())
            await ForwardAsync(shard);
        Settle();
        return true;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _batch.Dispose();
    }

    /// <summary>Where the next ones go; null where that was deleted.</summary>
    private async ValueTask LookAsync()
    {
        _taken.Clear();
        foreach (long offset in _waiting)
        {
            if (_taken.Count == RecordsMax) break;
            if (!await _reader.SeekAsync(log.Log, offset, CancellationToken.None)) throw Missing(offset);
            _taken.Add((offset, TargetOf(offset)));
        }
    }

    private Partition? TargetOf(long offset) => _reader.TryRead(offset, out RecordView record, out _)
        ? owner.Topics.Find(DelayTicket.Read(record, out _).Partition)
        : throw Missing(offset);

    private async ValueTask ForwardAsync(Shard shard)
    {
        // What a failed commit took with it still shows in the state.
        if (!shard.IsWritable) throw new StorageFailedException($"{shard.Id} takes no writes");
        var state = (BrokerShard)shard.State;
        long done;
        using (shard.EnterToRead()) done = state.ForwardedFrom(log.Shard.Id.Value);
        long last = done;
        CommitPoint point;
        try
        {
            foreach ((long offset, Partition? target) in _taken)
            {
                if (offset <= done || target is null || !ReferenceEquals(target.Shard, shard)) continue;
                if (!await _reader.SeekAsync(log.Log, offset, CancellationToken.None)) throw Missing(offset);
                Add(offset, target);
                last = offset;
            }

            if (last == done) return;
            log.Room.Charge(_batch.Bytes);
            point = Commit(shard, state, new ForwardEvent(log.Shard.Id.Value, last));
        }
        finally
        {
            _batch.Clear();
        }

        if (await shard.WaitAsync(point.Lsn, _waiter) != Storage.Commit.Done)
            throw new StorageFailedException($"{shard.Id}: delayed records of {log.Shard.Id} were not committed");
    }

    private void Add(long offset, Partition target)
    {
        if (!_reader.TryRead(offset, out RecordView record, out long timestampMs)) throw Missing(offset);
        DelayTicket.Read(record, out ReadOnlySpan<byte> ownHeaders);
        _batch.Add(target, timestampMs, record, ownHeaders, record.HeaderCount - 1);
        if (target.Trace is not null) _batch.Note(TraceNote.Due(PartitionTrace.AddressOf(log.Partition, offset)));
    }

    private CommitPoint Commit(Shard shard, BrokerShard state, ForwardEvent forwarded)
    {
        Span<byte> payload = stackalloc byte[ForwardEvent.Bytes];
        forwarded.Write(payload);
        _batch.Complete();
        using ShardWrite write = shard.Enter();
        _batch.AppendTo(write);
        state.Apply(forwarded);
        write.AddEvent((ushort)EventKind.Forwarded, payload, Durability.Fsync);
        return new CommitPoint(shard, write.Lsn);
    }

    private void Settle()
    {
        _offsets.Clear();
        foreach ((long offset, _) in _taken) _offsets.Add(offset);
        using (ShardWrite write = log.Shard.Enter()) log.Settle(write, _offsets);
        for (int i = 0; i < _taken.Count; i++) _waiting.Dequeue();
        owner.Release(_taken.Count);
    }

    private DamagedDataException Missing(long offset) =>
        new($"partition {log.Log.Id}: the parked record at offset {offset} is not there");
}
