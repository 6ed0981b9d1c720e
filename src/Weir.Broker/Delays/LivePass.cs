using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Weir.Broker.Queues;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Broker.Delays;

/// <summary>
/// Goes over everything that waits in a delay log, in steps: drops what waits for a log that was deleted and, where
/// most of the log is done with, writes the rest to its end, so that the front can go. A copy and the settlement of
/// what it was made of are one frame.
/// </summary>
internal sealed class LivePass(
    DelayLogs owner,
    DelayLog log,
    List<long> live,
    Dictionary<PartitionId, int> destinations,
    long boundary,
    bool copies) : IDisposable
{
    private const int RecordsMax = 512;
    private const long BytesMax = 1 << 20;

    private readonly MessageReader _reader = new();
    private readonly PublishBatch _batch = new();
    private readonly HashSet<long> _dropped = [];
    private readonly List<long> _dropping = [];
    private readonly List<long> _settled = [];
    private readonly CommitWaiter _waiter = new();
    private int _next;
    private long _copiedBelow;

    /// <summary>Whether the index's entry of that offset is done with.</summary>
    public bool IsGone(long offset) => (copies && offset < _copiedBelow) || _dropped.Contains(offset);

    /// <summary>False when all is done.</summary>
    public async ValueTask<bool> StepAsync()
    {
        if (_next == live.Count) return false;
        await owner.Store.WaitForRoomAsync(log.Room, owner.Stopping);
        int end = Math.Min(_next + RecordsMax, live.Count);
        List<long> step = live.GetRange(_next, end - _next);
        log.RemoveSettled(step);
        _settled.Clear();
        _dropping.Clear();
        CommitPoint point = default;
        int taken = 0;
        try
        {
            for (; taken < step.Count && _batch.Bytes < BytesMax; taken++)
                if (await _reader.SeekAsync(log.Log, step[taken], CancellationToken.None)) Take(step[taken]);
            log.Room.Charge(_batch.Bytes);
            if (_settled.Count > 0) point = Commit();
        }
        finally
        {
            _batch.Clear();
        }

        _dropped.UnionWith(_dropping);
        owner.Release(_dropping.Count);
        _next = taken == step.Count ? end : live.BinarySearch(step[taken]);
        _copiedBelow = _next == live.Count ? boundary : live[_next];
        if (point.Shard is not null && await point.Shard.WaitAsync(point.Lsn, _waiter) != Storage.Commit.Done)
            throw new StorageFailedException($"{point.Shard.Id}: a delay log could not be rewritten");
        return true;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _batch.Dispose();
    }

    private void Take(long offset)
    {
        if (!_reader.TryRead(offset, out RecordView record, out long timestampMs)) return;
        DelayTicket ticket = DelayTicket.Read(record, out _);
        if (!ticket.IsForExchange && owner.Topics.Find(ticket.Partition) is null)
        {
            _dropping.Add(offset);
            _settled.Add(offset);
            destinations.Remove(ticket.Partition);
            return;
        }

        if (!copies) return;
        // It is counted again when its copy is indexed.
        ref int count = ref CollectionsMarshal.GetValueRefOrNullRef(destinations, ticket.Partition);
        if (!Unsafe.IsNullRef(ref count)) count--;
        _batch.Add(log.Partition, timestampMs, record, record.RawHeaders, record.HeaderCount);
        _settled.Add(offset);
    }

    private CommitPoint Commit()
    {
        _batch.Complete();
        using ShardWrite write = log.Shard.Enter();
        _batch.AppendTo(write);
        log.Settle(write, _settled);
        return new CommitPoint(log.Shard, write.Lsn);
    }
}
