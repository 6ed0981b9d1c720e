using System.Runtime.InteropServices;
using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Broker.Tracing;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Broker.Delays;

/// <summary>
/// Moves what is due from a delay log to where it goes: appended there and settled here in one frame. A record for a
/// log of another shard, which only an exchange can pick, is parked again under that log's name in the same frame, and
/// <see cref="DelayForwards"/> takes it from there.
/// </summary>
internal sealed class DelayMover(
    DelayLogs owner, DelayLog log, DelayIndex index, Dictionary<PartitionId, int> destinations) : IDisposable
{
    private const int RecordsMax = 512;
    private const long BytesMax = 1 << 20;

    private readonly MessageReader _reader = new();
    private readonly PublishBatch _batch = new();
    private readonly RecordHeaderWriter _headers = new();
    private readonly CommitWaiter _waiter = new();
    private readonly List<(DelayEntry Entry, PartitionId Destination)> _taken = [];
    private readonly List<DelayEntry> _setAside = [];
    private readonly List<long> _offsets = [];
    private readonly List<Partition> _targets = [];
    private int _forwarded;

    /// <summary>Records that are due and wait for somebody who can route them.</summary>
    public int SetAsideCount => _setAside.Count;

    public void CopySetAside(List<long> into) => into.AddRange(_setAside.Select(static e => e.Offset));

    public void ForgetSetAside(Predicate<long> match) => _setAside.RemoveAll(entry => match(entry.Offset));

    /// <summary>Moves some of what is due; false when nothing is.</summary>
    public async ValueTask<bool> MoveAsync(long nowMs, LivePass? pass)
    {
        if (owner.Routing is not null) RestoreSetAside();
        CommitPoint point;
        int moved;
        try
        {
            await TakeDueAsync(nowMs, pass);
            if (_taken.Count == 0) return false;
            log.Room.Charge(_batch.Bytes);
            await owner.Store.WaitForRoomAsync(log.Room, owner.Stopping);
            point = Commit();
            moved = _taken.Count;
        }
        catch
        {
            foreach ((DelayEntry entry, _) in _taken) index.Add(entry);
            throw;
        }
        finally
        {
            _batch.Clear();
            _taken.Clear();
            _forwarded = 0;
        }

        if (await point.Shard.WaitAsync(point.Lsn, _waiter) != Storage.Commit.Done)
            throw new StorageFailedException($"{point.Shard.Id}: delayed records were not committed");
        owner.Release(moved);
        return true;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _batch.Dispose();
        _headers.Dispose();
    }

    private async ValueTask TakeDueAsync(long nowMs, LivePass? pass)
    {
        while (_taken.Count < RecordsMax && _batch.Bytes < BytesMax && index.TryTakeDue(nowMs, out DelayEntry entry))
        {
            if (pass?.IsGone(entry.Offset) == true) continue;
            _taken.Add((entry, default));
            if (await _reader.SeekAsync(log.Log, entry.Offset, CancellationToken.None)) Take(entry, nowMs);
        }
    }

    private void Take(DelayEntry entry, long nowMs)
    {
        if (!_reader.TryRead(entry.Offset, out RecordView record, out _)) return;
        DelayTicket ticket = DelayTicket.Read(record, out ReadOnlySpan<byte> ownHeaders);
        if (!ticket.IsForExchange)
        {
            _taken[^1] = (entry, ticket.Partition);
            // A log that is not there any more was deleted, and its records with it.
            if (owner.Topics.Find(ticket.Partition) is { } partition) Add(partition, entry, nowMs, record, ownHeaders);
            return;
        }

        if (owner.Routing is not { } routing)
        {
            _taken.RemoveAt(_taken.Count - 1);
            _setAside.Add(entry);
            return;
        }

        _targets.Clear();
        routing.Route(System.Text.Encoding.UTF8.GetString(ticket.Namespace), ticket.Exchange, record, _targets);
        foreach (Partition target in _targets) AddRouted(target, entry, nowMs, record, ownHeaders);
    }

    private void AddRouted(
        Partition target, DelayEntry entry, long nowMs, in RecordView record, ReadOnlySpan<byte> ownHeaders)
    {
        if (ReferenceEquals(target.Shard, log.Shard))
        {
            Add(target, entry, nowMs, record, ownHeaders);
            return;
        }

        _headers.Reset();
        DelayTicket.Write(_headers, entry.DueMs, target.Log.Id);
        _headers.AddRaw(ownHeaders, record.HeaderCount - 1);
        _batch.Add(log.Partition, nowMs, record, _headers.Raw, _headers.Count);
        _forwarded++;
    }

    private void Add(
        Partition target, DelayEntry entry, long nowMs, in RecordView record, ReadOnlySpan<byte> ownHeaders)
    {
        _batch.Add(target, nowMs, record, ownHeaders, record.HeaderCount - 1);
        if (target.Trace is not null)
            _batch.Note(TraceNote.Due(PartitionTrace.AddressOf(log.Partition, entry.Offset)));
    }

    private CommitPoint Commit()
    {
        _offsets.Clear();
        foreach ((DelayEntry entry, _) in _taken) _offsets.Add(entry.Offset);
        CommitPoint point;
        _batch.Complete();
        using (ShardWrite write = log.Shard.Enter())
        {
            _batch.AppendTo(write);
            log.Settle(write, _offsets);
            point = new CommitPoint(log.Shard, write.Lsn);
        }

        owner.Reserve(_forwarded);
        foreach ((_, PartitionId destination) in _taken) Forget(destination);
        return point;
    }

    private void Forget(PartitionId destination)
    {
        ref int count = ref CollectionsMarshal.GetValueRefOrNullRef(destinations, destination);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref count)) return;
        if (--count <= 0) destinations.Remove(destination);
    }

    private void RestoreSetAside()
    {
        foreach (DelayEntry entry in _setAside) index.Add(entry);
        _setAside.Clear();
    }
}
