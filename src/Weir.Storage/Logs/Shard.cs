using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Weir.Wire.Records;

namespace Weir.Storage.Logs;

/// <summary>
/// One shard's order: writes enter one at a time, copy their bytes into the pending frame and leave. One frame at most
/// is being committed; what arrives meanwhile is the next one, so the commit paces itself. Invariant: the state above
/// and the tails hold exactly the effects of all frames up to the pending one.
/// </summary>
public sealed class Shard
{
    private readonly Lock _gate = new();
    private readonly IJournal _journal;
    private readonly Fence _fence;
    private readonly Action _resume;
    private readonly List<PartitionLog> _notify = [];
    private FrameBuilder _pending = new();
    private FrameBuilder _flying = new();
    private List<PartitionLog> _pendingLogs = [];
    private List<PartitionLog> _flyingLogs = [];
    private List<CommitWaiter> _pendingWaiters = [];
    private List<CommitWaiter> _flyingWaiters = [];
    private List<PartitionLog>? _spareLogs;
    private List<CommitWaiter>? _spareWaiters;
    private ConfiguredValueTaskAwaitable<Commit>.ConfiguredValueTaskAwaiter _append;
    private ReadOnlySequence<byte> _flyingBody;
    private Durability _pendingDurability = Durability.Os;
    private Durability _flyingDurability;
    private TaskCompletionSource<ShardCapture>? _capture;
    private bool _appending;
    private long _sealedLsn;
    private long _durableLsn;
    private Commit _outcome = Commit.Done;

    internal Shard(ShardId id, Fence fence, IJournal journal, IShardState state)
    {
        Id = id;
        State = state;
        _fence = fence;
        _journal = journal;
        _resume = Resume;
    }

    public ShardId Id { get; }

    public IShardState State { get; }

    /// <summary>LSN of the frame that holds, or will hold, the latest write. Stable inside a write.</summary>
    internal long LastLsn => HasPending ? _sealedLsn + 1 : _sealedLsn;

    internal SortedDictionary<PartitionId, PartitionLog> Logs { get; } = [];

    /// <summary>Bytes journaled since the last checkpoint.</summary>
    internal long JournaledBytes { get; private set; }

    /// <summary>The LSN the last checkpoint covers.</summary>
    internal long CheckpointLsn { get; private set; }

    internal Fence Fence => _fence;

    private bool HasPending => _pendingLogs.Count > 0 || _pending.HasEvents;

    /// <summary>Begins an atomic change; dispose it soon, on the same thread.</summary>
    public ShardWrite Enter()
    {
        _gate.Enter();
        if (_outcome == Commit.Done) return new ShardWrite(this);
        _gate.Exit();
        throw new StorageFailedException($"{Id} is not writable: its last commit ended {_outcome}");
    }

    /// <summary>Completes when the frame <paramref name="lsn"/> is durable, or never will be.</summary>
    public ValueTask<Commit> WaitAsync(long lsn, CommitWaiter waiter)
    {
        lock (_gate)
        {
            if (lsn <= _durableLsn) return new ValueTask<Commit>(Commit.Done);
            if (_outcome != Commit.Done) return new ValueTask<Commit>(_outcome);
            Debug.Assert(lsn <= LastLsn);
            ValueTask<Commit> wait = waiter.Arm(lsn);
            (lsn <= _sealedLsn ? _flyingWaiters : _pendingWaiters).Add(waiter);
            return wait;
        }
    }

    public bool IsDurable(long lsn) => lsn <= Volatile.Read(ref _durableLsn);

    internal long Append(PartitionLog log, in ReadOnlySequence<byte> batch, in RecordBatchHeader header)
    {
        long baseOffset = log.AppendUnsealed(batch, header);
        if (log.Durability == Durability.Memory)
        {
            log.MakeAllReadable();
            _notify.Add(log);
            return baseOffset;
        }

        if (!log.InPendingFrame)
        {
            log.InPendingFrame = true;
            _pendingLogs.Add(log);
        }

        if (log.Durability == Durability.Fsync) _pendingDurability = Durability.Fsync;
        return baseOffset;
    }

    internal void AddEvent(ushort kind, ReadOnlySpan<byte> payload, Durability durability)
    {
        _pending.AddEvent(kind, payload);
        if (durability == Durability.Fsync) _pendingDurability = Durability.Fsync;
    }

    internal void Trim(PartitionLog log, long startOffset, Durability durability)
    {
        if (!log.TrimTo(startOffset)) return;
        if (log.Durability == Durability.Memory) return;
        _pending.AddTrim(log.Id, startOffset);
        if (durability == Durability.Fsync) _pendingDurability = Durability.Fsync;
    }

    internal void Exit()
    {
        bool start = !_appending && HasPending;
        if (start) Seal();
        PartitionLog[]? notify = _notify.Count == 0 ? null : [.. _notify];
        _notify.Clear();
        _gate.Exit();
        if (start) Pump();
        if (notify is null) return;
        foreach (PartitionLog log in notify) log.NotifyObservers();
    }

    /// <summary>
    /// The state and the tails' extent at a frame boundary, for a checkpoint. Completes at once when nothing is pending,
    /// else when the pending frame is sealed.
    /// </summary>
    internal Task<ShardCapture> CaptureAsync()
    {
        lock (_gate)
        {
            if (!HasPending) return Task.FromResult(CaptureNow());
            _capture ??= new TaskCompletionSource<ShardCapture>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _capture.Task;
        }
    }

    /// <summary>A checkpoint of this capture is permanent. What was journaled since still counts.</summary>
    internal void Checkpointed(ShardCapture capture)
    {
        lock (_gate)
        {
            CheckpointLsn = capture.Lsn;
            JournaledBytes -= capture.JournaledBytes;
        }
    }

    /// <summary>Something changed that no frame holds: the next checkpoint must not skip this shard.</summary>
    internal void WantCheckpoint()
    {
        lock (_gate) JournaledBytes++;
    }

    /// <summary>During recovery: continue behind the last replayed frame.</summary>
    internal void ResumeAt(long lsn, long checkpointLsn, long replayedBytes)
    {
        _sealedLsn = lsn;
        _durableLsn = lsn;
        CheckpointLsn = checkpointLsn;
        JournaledBytes = replayedBytes;
    }

    internal void AddLog(PartitionLog log)
    {
        lock (_gate) Logs.Add(log.Id, log);
    }

    internal void RemoveLog(PartitionLog log)
    {
        lock (_gate) Logs.Remove(log.Id);
    }

    /// <summary>False once the log is deleted.</summary>
    internal bool Contains(PartitionLog log)
    {
        lock (_gate) return Logs.TryGetValue(log.Id, out PartitionLog? known) && ReferenceEquals(known, log);
    }

    private ShardCapture CaptureNow() => ShardCapture.Take(this, _sealedLsn);

    /// <summary>Turns what is pending into the frame in flight. Under the lock, with nothing in flight.</summary>
    private void Seal()
    {
        (_pending, _flying) = (_flying, _pending);
        (_pendingLogs, _flyingLogs) = (_flyingLogs, _pendingLogs);
        (_pendingWaiters, _flyingWaiters) = (_flyingWaiters, _pendingWaiters);
        _flying.BeginSections(_flyingLogs.Count);
        foreach (PartitionLog log in _flyingLogs)
        {
            log.InPendingFrame = false;
            log.SealInto(_flying);
        }

        _flyingBody = _flying.Build();
        _flyingDurability = _pendingDurability;
        _pendingDurability = Durability.Os;
        _sealedLsn++;
        _appending = true;
        JournaledBytes += _flyingBody.Length;
        if (_capture is null) return;
        _capture.SetResult(CaptureNow());
        _capture = null;
    }

    private void Pump()
    {
        do
        {
            ValueTask<Commit> append = _journal.AppendAsync(_fence, _sealedLsn, _flyingBody, _flyingDurability);
            _append = append.ConfigureAwait(false).GetAwaiter();
            if (!_append.IsCompleted)
            {
                _append.UnsafeOnCompleted(_resume);
                return;
            }
        }
        while (Complete(_append.GetResult()));
    }

    private void Resume()
    {
        if (Complete(_append.GetResult())) Pump();
    }

    /// <summary>Settles the frame in flight; true when the next one is sealed and wants to be appended.</summary>
    private bool Complete(Commit outcome)
    {
        List<PartitionLog> logs;
        List<CommitWaiter> waiters;
        bool more = false;
        lock (_gate)
        {
            logs = _flyingLogs;
            waiters = _flyingWaiters;
            _flyingLogs = Interlocked.Exchange(ref _spareLogs, null) ?? [];
            _flyingWaiters = Interlocked.Exchange(ref _spareWaiters, null) ?? [];
            _flying.Clear();
            if (outcome == Commit.Done)
            {
                Volatile.Write(ref _durableLsn, _sealedLsn);
                foreach (PartitionLog log in logs) log.MakeSealedReadable();
                more = HasPending;
            }
            else
            {
                _outcome = outcome;
                waiters.AddRange(_pendingWaiters);
                _pendingWaiters.Clear();
            }

            if (more) Seal();
            else _appending = false;
        }

        foreach (CommitWaiter waiter in waiters) waiter.Complete(outcome);
        foreach (PartitionLog log in logs) if (outcome == Commit.Done) log.NotifyObservers();
        waiters.Clear();
        logs.Clear();
        Volatile.Write(ref _spareLogs, logs);
        Volatile.Write(ref _spareWaiters, waiters);
        return more;
    }
}
