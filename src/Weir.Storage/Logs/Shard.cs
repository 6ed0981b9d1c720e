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
    /// <summary>
    /// Bytes that may wait for the disk. Beyond it writes are refused, so that no frame nears the journal's limit of 1
    /// GiB however large the memory budget is.
    /// </summary>
    private const long PendingBytesMax = 512L << 20;

    private readonly Lock _gate = new();
    private readonly IJournal _journal;
    private readonly Fence _fence;
    private readonly Action _resume;
    private readonly CommitTimes _times;
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
    private TaskCompletionSource<ShardCapture?>? _capture;
    private bool _appending;
    private long _sealedLsn;
    private long _durableLsn;
    private long _pendingBytes;
    private Commit _outcome = Commit.Done;
    private Exception? _refusal;
    private long _sealedAt;
    private long _flyingBytes;

    internal Shard(ShardId id, Fence fence, IJournal journal, IShardState state, CommitTimes times)
    {
        _times = times;
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

    /// <summary>Changes under the lock; look one up with <see cref="Find"/>.</summary>
    internal SortedDictionary<PartitionId, PartitionLog> Logs { get; } = [];

    /// <summary>Bytes journaled since the last checkpoint's capture. Changes under the lock.</summary>
    internal long JournaledBytes { get; private set; }

    /// <summary>The LSN the last checkpoint covers.</summary>
    internal long CheckpointLsn { get; set; }

    internal Fence Fence => _fence;

    private bool HasPending => _pendingLogs.Count > 0 || _pending.HasEvents;

    /// <summary>
    /// False once a commit failed, or when recovery found damage: what is there can be read, no more.
    /// </summary>
    public bool IsWritable
    {
        get
        {
            lock (_gate) return _outcome == Commit.Done;
        }
    }

    /// <summary>
    /// Begins an atomic change; dispose it soon, on the same thread. Throws <see cref="StorageFailedException"/> when
    /// the shard is not writable, or the disk is so far behind that nothing more may wait for it.
    /// </summary>
    /// <param name="mayBlock">
    /// Leaving may write and sync the journal on this thread when nobody else does. For a session that has nothing to
    /// do before its commit, and holds no lock.
    /// </param>
    public ShardWrite Enter(bool mayBlock = false)
    {
        _gate.Enter();
        if (_outcome == Commit.Done && _pendingBytes < PendingBytesMax) return new ShardWrite(this, mayBlock);
        StorageFailedException refusal = Refusal();
        _gate.Exit();
        throw refusal;
    }

    /// <summary>Holds the shard's order to look at its state; also when it is not writable.</summary>
    public Lock.Scope EnterToRead() => _gate.EnterScope();

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

        Join(log);
        _pendingBytes += batch.Length;
        if (log.Durability == Durability.Fsync) _pendingDurability = Durability.Fsync;
        return baseOffset;
    }

    internal void AddEvent(ushort kind, ReadOnlySpan<byte> payload, Durability durability)
    {
        _pending.AddEvent(kind, payload);
        _pendingBytes += payload.Length;
        if (durability == Durability.Fsync) _pendingDurability = Durability.Fsync;
    }

    internal void Trim(PartitionLog log, long startOffset, Durability durability)
    {
        bool isDurable = log.Durability == Durability.Memory;
        if (!log.TrimTo(startOffset, isDurable) || isDurable) return;
        Join(log);
        // What it came to be, not what was asked for: replay knows more committed records than we do now.
        _pending.AddTrim(log.Id, log.StartOffset);
        if (durability == Durability.Fsync) _pendingDurability = Durability.Fsync;
    }

    internal void Exit(bool mayBlock)
    {
        bool start = !_appending && HasPending;
        if (start) Seal();
        PartitionLog[]? notify = _notify.Count == 0 ? null : [.. _notify];
        _notify.Clear();
        _gate.Exit();
        if (start) Pump(mayBlock);
        if (notify is null) return;
        foreach (PartitionLog log in notify) log.NotifyObservers();
    }

    /// <summary>
    /// The state and the tails' extent at a frame boundary, for a checkpoint. Completes at once when nothing is
    /// pending, else when the pending frame is sealed. Null when the shard is not writable: there is nothing to
    /// checkpoint.
    /// </summary>
    internal Task<ShardCapture?> CaptureAsync()
    {
        lock (_gate)
        {
            if (_outcome != Commit.Done) return Task.FromResult<ShardCapture?>(null);
            if (!HasPending) return Task.FromResult<ShardCapture?>(CaptureNow());
            _capture ??= new TaskCompletionSource<ShardCapture?>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _capture.Task;
        }
    }

    /// <summary>During recovery: continue behind the last replayed frame.</summary>
    internal void ResumeAt(long lsn, long journaledBytes)
    {
        _sealedLsn = lsn;
        _durableLsn = lsn;
        JournaledBytes = journaledBytes;
    }

    /// <summary>Recovery found damage: from now on writes are refused, and no checkpoint covers it up.</summary>
    internal void Refuse(DamagedDataException damage)
    {
        lock (_gate)
        {
            _refusal = damage;
            _outcome = Commit.Fenced;
            JournaledBytes = 0;
        }
    }

    /// <summary>Bytes of tails that a checkpoint could move into segments.</summary>
    internal long FlushableBytes()
    {
        lock (_gate)
        {
            if (_outcome != Commit.Done) return 0;
            long bytes = 0;
            foreach (PartitionLog log in Logs.Values) bytes += log.Durability == Durability.Memory ? 0 : log.TailBytes;
            return bytes;
        }
    }

    /// <summary>A checkpoint that covers so many journaled bytes has been committed.</summary>
    internal void Covered(long lsn, long journaledBytes)
    {
        lock (_gate)
        {
            CheckpointLsn = lsn;
            JournaledBytes -= journaledBytes;
        }
    }

    internal PartitionLog? Find(PartitionId id)
    {
        lock (_gate) return Logs.GetValueOrDefault(id);
    }

    internal void AddLog(PartitionLog log)
    {
        lock (_gate) Logs.Add(log.Id, log);
    }

    /// <summary>Also counts as a change: a checkpoint has blobs to delete.</summary>
    internal void RemoveLog(PartitionLog log)
    {
        lock (_gate)
        {
            if (Logs.Remove(log.Id)) JournaledBytes++;
        }
    }

    /// <summary>False once the log is deleted.</summary>
    internal bool Contains(PartitionLog log)
    {
        lock (_gate) return Logs.TryGetValue(log.Id, out PartitionLog? known) && ReferenceEquals(known, log);
    }

    private ShardCapture CaptureNow() => ShardCapture.Take(this, _sealedLsn);

    private void Join(PartitionLog log)
    {
        if (log.InPendingFrame) return;
        log.InPendingFrame = true;
        _pendingLogs.Add(log);
    }

    private StorageFailedException Refusal() => (_refusal, _outcome) switch
    {
        (DamagedDataException damage, _) =>
            new StorageFailedException($"{Id} takes no writes, it is damaged: {damage.Message}", damage),
        ({ } error, _) =>
            new StorageFailedException($"{Id} takes no writes: its last commit failed: {error.Message}", error),
        (null, Commit.Done) =>
            new StorageFailedException($"{Id} has {_pendingBytes} bytes waiting for the disk: no more fit"),
        (null, var outcome) => new StorageFailedException($"{Id} is not writable: its last commit ended {outcome}"),
    };

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
        _sealedAt = _times.Begin();
        _flyingDurability = _pendingDurability;
        _pendingDurability = Durability.Os;
        _sealedLsn++;
        _appending = true;
        _pendingBytes = 0;
        _flyingBytes = _flyingBody.Length;
        JournaledBytes += _flyingBytes;
        if (_capture is null) return;
        try
        {
            _capture.SetResult(CaptureNow());
        }
        catch (Exception e)
        {
            // The checkpoint's failure, not the frame's.
            _capture.SetException(e);
        }

        _capture = null;
    }

    /// <summary>Only the first frame may block: those that follow are of others.</summary>
    private void Pump(bool mayBlock)
    {
        do
        {
            if (!TryAppend(mayBlock, out ConfiguredValueTaskAwaitable<Commit>.ConfiguredValueTaskAwaiter append))
                return;
            mayBlock = false;
            _append = append;
            if (!append.IsCompleted)
            {
                append.UnsafeOnCompleted(_resume);
                return;
            }
        }
        while (Complete(Outcome()));
    }

    private void Resume()
    {
        if (Complete(Outcome())) Pump(mayBlock: false);
    }

    private bool TryAppend(
        bool mayBlock, out ConfiguredValueTaskAwaitable<Commit>.ConfiguredValueTaskAwaiter append)
    {
        try
        {
            ValueTask<Commit> task =
                _journal.AppendAsync(_fence, _sealedLsn, _flyingBody, _flyingDurability, mayBlock);
            append = task.ConfigureAwait(false).GetAwaiter();
            return true;
        }
        catch (Exception e)
        {
            append = default;
            _refusal = e;
            Complete(Commit.Unknown);
            return false;
        }
    }

    /// <summary>An engine that throws leaves us not knowing; whoever writes next is told why.</summary>
    private Commit Outcome()
    {
        try
        {
            return _append.GetResult();
        }
        catch (Exception e)
        {
            _refusal = e;
            return Commit.Unknown;
        }
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
                _times.End(_sealedAt, _flyingBytes);
                Volatile.Write(ref _durableLsn, _sealedLsn);
                foreach (PartitionLog log in logs) log.MakeSealedReadable();
                more = HasPending;
            }
            else
            {
                _outcome = outcome;
                waiters.AddRange(_pendingWaiters);
                _pendingWaiters.Clear();
                _capture?.SetResult(null);
                _capture = null;
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
