using Weir.Storage.Checkpoints;
using Weir.Storage.Compaction;
using Weir.Storage.Scheduling;
using Weir.Storage.Segments;

namespace Weir.Storage.Logs;

/// <summary>
/// All shards of one process over one engine: opens and recovers them, checkpoints them in the background, and holds
/// their memory to one budget.
/// </summary>
public sealed class LogStore : IAsyncDisposable
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>A store in which nothing was appended for this long gives its spare memory back.</summary>
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(15);

    /// <summary>Spare memory worth a collection of the whole heap, bytes.</summary>
    private const long SpareBytesMin = 16L << 20;

    private readonly IStorageEngine _engine;
    private readonly LogStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly Shard[] _shards = new Shard[ShardId.Count];
    private readonly ChunkPool _pool;
    private readonly SegmentCache _cache;
    private readonly SemaphoreSlim _maintenance = new(1);
    private readonly SemaphoreSlim _rewriting = new(1);
    private readonly WakeUp _wake;
    private readonly MemoryRoom _room;
    private readonly CancellationTokenSource _stop = new();
    private BlobKeys _keys = new(0);
    private Task _loop = Task.CompletedTask;
    private long _lastCheckpoint;
    private long _checkpoints;
    private long _checkpointsFailed;
    private long _checkpointTicks;
    private long _quietSince;
    private long _seenRentals;
    private bool _isTrimmed = true;
    private volatile bool _checkpointWanted;
    private int _isDisposed;

    private LogStore(IStorageEngine engine, LogStoreOptions options, TimeProvider time)
    {
        _engine = engine;
        _options = options;
        _time = time;
        _pool = new ChunkPool(options.MemoryBytesMax);
        _wake = new WakeUp(time);
        _room = new MemoryRoom(_pool, options.MemoryBytesMax, _wake);
        _cache = new SegmentCache(engine.Blobs, options.OpenSegmentsMax);
        _lastCheckpoint = time.GetTimestamp();
        Commits = new CommitTimes(time);
        Disk = new DiskRoom(engine, _pool, options.FreeBytesMin, time);
        // What the journal holds twice goes first.
        Disk.Changed += isShort => _checkpointWanted |= isShort;
    }

    /// <summary>
    /// Told of a background failure that is not the engine's own (<see cref="IStorageEngine.Failed"/>).
    /// </summary>
    public event Action<Exception>? MaintenanceFailed;

    public IStorageEngine Engine => _engine;

    /// <summary>Ask before taking what clients publish: the disk may be nearly full.</summary>
    public DiskRoom Disk { get; }

    /// <summary>Bytes of memory in use by tails.</summary>
    public long MemoryBytes => _pool.UsedBytes;

    /// <summary>How long commits took.</summary>
    public CommitTimes Commits { get; }

    public CheckpointTimes Checkpoints => new(
        Volatile.Read(ref _checkpoints), TimeSpan.FromTicks(Volatile.Read(ref _checkpointTicks)),
        Volatile.Read(ref _checkpointsFailed), _time.GetElapsedTime(Volatile.Read(ref _lastCheckpoint)));

    /// <summary>Bytes journaled that no checkpoint covers yet.</summary>
    public long JournaledBytes => _shards.Sum(static shard => shard.JournaledBytes);

    /// <summary>Journal bytes that opening replayed; none after a stop that made its checkpoint.</summary>
    public long ReplayedBytes { get; private set; }

    public Shard this[ShardId id] => _shards[id.Value];

    public IReadOnlyList<Shard> Shards => _shards;

    /// <summary>What opening found damaged, one a shard; those shards take no writes.</summary>
    public IReadOnlyList<DamagedDataException> Damages { get; private set; } = [];

    /// <summary>
    /// Claims and recovers every shard. <paramref name="logs"/> are the ones that exist; what the journal holds of
    /// others belongs to deleted ones and is skipped. A damaged shard takes no writes and is among <see
    /// cref="Damages"/>; the others serve.
    /// </summary>
    public static async ValueTask<LogStore> OpenAsync(
        IStorageEngine engine,
        LogStoreOptions options,
        Func<ShardId, IShardState> state,
        IEnumerable<LogDefinition> logs,
        TimeProvider time,
        CancellationToken cancel)
    {
        var store = new LogStore(engine, options, time);
        try
        {
            await store.ClaimAsync(state, cancel);
            foreach (LogDefinition log in logs) store.CreateLog(log);
            await store.RecoverAsync(cancel);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }

        store._loop = store.MaintainAsync();
        return store;
    }

    private async ValueTask ClaimAsync(Func<ShardId, IShardState> state, CancellationToken cancel)
    {
        for (int i = 0; i < ShardId.Count; i++)
        {
            var id = new ShardId(i);
            Fence fence = await _engine.Ownership.ClaimAsync(id, cancel)
                ?? throw new StorageFailedException($"{id} is owned by another process");
            _keys = new BlobKeys(fence.Epoch);
            _shards[i] = new Shard(id, fence, _engine.Journal, state(id), Commits);
        }
    }

    private async ValueTask RecoverAsync(CancellationToken cancel)
    {
        var damages = new List<DamagedDataException>();
        foreach (Shard shard in _shards)
            if (await ShardRecovery.RunAsync(shard, _engine, cancel) is { } damage) damages.Add(damage);
        Damages = damages;
        ReplayedBytes = JournaledBytes;
    }

    /// <summary>Adds an empty log. The catalog names it already.</summary>
    public PartitionLog CreateLog(LogDefinition definition)
    {
        var log = new PartitionLog(definition.Id, definition.Durability, _pool, _cache)
        {
            SegmentBytesMax = definition.SegmentBytesMax,
        };
        this[definition.Id.Shard].AddLog(log);
        return log;
    }

    public PartitionLog? Find(PartitionId id) => this[id.Shard].Find(id);

    /// <summary>
    /// Forgets a log that the catalog no longer names; its blobs go with the shard's next checkpoint.
    /// </summary>
    public void DeleteLog(PartitionLog log)
    {
        this[log.Id.Shard].RemoveLog(log);
        log.Drop();
    }

    /// <summary>True while memory makes nobody wait.</summary>
    public bool HasRoom => _room.HasRoom;

    /// <summary>
    /// Completes when the account's owner may go on appending. Ask before appending: this is the only thing a producer
    /// ever waits for besides its commit. It waits only while memory is short, for what it appended itself, and at the
    /// pace at which a checkpoint makes room.
    /// </summary>
    public ValueTask WaitForRoomAsync(RoomAccount account, CancellationToken cancel) =>
        _room.WaitAsync(account, cancel);

    /// <summary>
    /// Checkpoints every shard that changed since its last one. One that fails does not keep the others from theirs;
    /// the failures are thrown at the end.
    /// </summary>
    public async ValueTask CheckpointAsync(CancellationToken cancel)
    {
        var failures = new List<Exception>();
        await TurnAsync(_maintenance, cancel);
        long begun = _time.GetTimestamp();
        _checkpointWanted = false;
        try
        {
            Shard[] due = [.. _shards.Where(IsCheckpointDue)];
            _room.Begin(due.Sum(static shard => Checkpoint.StepsFor(shard.FlushableBytes())));
            bool isAnyDone = false;
            foreach (Shard shard in due)
            {
                isAnyDone |= await CheckpointAsync(shard, failures, cancel);
                _room.Released();
            }

            _lastCheckpoint = _time.GetTimestamp();
            Interlocked.Increment(ref failures.Count > 0 ? ref _checkpointsFailed : ref _checkpoints);
            Interlocked.Add(ref _checkpointTicks, _time.GetElapsedTime(begun).Ticks);
            // A storage that takes no more makes no room, however often it is asked.
            if (failures.Count == 0 && isAnyDone) _room.AskAgain();
            if (failures.Count > 0)
                throw new AggregateException("a checkpoint failed: " + failures[0].Message, failures);
        }
        finally
        {
            _maintenance.Release();
        }
    }

    /// <summary>
    /// Merges adjacent small segments, byte for byte. One merge or compaction runs at a time; appends, reads and
    /// checkpoints go on meanwhile.
    /// </summary>
    public ValueTask<CompactionResult> MergeAsync(PartitionLog log, MergePolicy policy, CancellationToken cancel) =>
        CanMerge(log)
            ? RewriteAsync(
                stop => new SegmentMerge(this[log.Id.Shard], log, _engine, _keys, _maintenance, policy).RunAsync(stop),
                cancel)
            : new ValueTask<CompactionResult>(CompactionResult.Nothing);

    /// <summary>False when the log has too few segments for any merge: most logs, most of the time.</summary>
    public static bool CanMerge(PartitionLog log) => log.Segments.Count >= SegmentMerge.RunMin;

    /// <summary>Compacts by key, if the policy says that it is due. As <see cref="MergeAsync"/> otherwise.</summary>
    public ValueTask<CompactionResult> CompactAsync(PartitionLog log, CompactionPolicy policy, CancellationToken cancel)
    {
        Shard shard = this[log.Id.Shard];
        long nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        return RewriteAsync(
            stop => new KeyCompaction(shard, log, _engine, _keys, _maintenance, policy, nowMs).RunAsync(stop), cancel);
    }

    /// <summary>Stops maintenance and, when <paramref name="checkpoint"/>, leaves nothing to replay.</summary>
    public async ValueTask StopAsync(bool checkpoint)
    {
        _stop.Cancel();
        _wake.Set();
        await _loop;
        if (checkpoint) await CheckpointAsync(CancellationToken.None);
    }

    /// <summary>Ends maintenance, lets waiting producers go and gives the shards up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        Disk.Dispose();
        _stop.Cancel();
        _wake.Set();
        await _loop;
        _room.Close();
        await _rewriting.WaitAsync();
        await _maintenance.WaitAsync();
        foreach (Shard? shard in _shards)
            if (shard is not null) await _engine.Ownership.ReleaseAsync(shard.Fence, CancellationToken.None);
        _cache.Dispose();
        _wake.Dispose();
        _stop.Dispose();
    }

    /// <summary>
    /// Waits for the one before to end; whoever stops this one stops that one too, so that is not long.
    /// </summary>
    internal static async ValueTask TurnAsync(SemaphoreSlim gate, CancellationToken cancel)
    {
        await gate.WaitAsync(CancellationToken.None);
        if (!cancel.IsCancellationRequested) return;
        gate.Release();
        cancel.ThrowIfCancellationRequested();
    }

    private async ValueTask<CompactionResult> RewriteAsync(
        Func<CancellationToken, ValueTask<CompactionResult>> rewrite, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _stop.Token);
        await TurnAsync(_rewriting, either.Token);
        try
        {
            return await rewrite(either.Token);
        }
        finally
        {
            _rewriting.Release();
        }
    }

    /// <summary>Whether it was made.</summary>
    private async ValueTask<bool> CheckpointAsync(Shard shard, List<Exception> failures, CancellationToken cancel)
    {
        // Carried tails stay in memory: when that is short, nothing is carried.
        int carryBytesMax = HasRoom ? Checkpoint.CarryBytesMax : 0;
        try
        {
            return await new Checkpoint(shard, _engine, _keys, carryBytesMax, _room.Advance).RunAsync(cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            failures.Add(e);
            return false;
        }
    }

    private async Task MaintainAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _wake.WaitAsync(TickInterval);
                if (_stop.IsCancellationRequested) return;
                if (IsCheckpointDue()) await CheckpointAsync(_stop.Token);
                ShedMemoryLogs();
                _room.Released();
                GiveBackSpareMemory();
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever it was, producers wait for the next round: it must come.
                MaintenanceFailed?.Invoke(e is AggregateException { InnerExceptions: [var only] } ? only : e);
            }
        }
    }

    private bool IsCheckpointDue()
    {
        if (!HasRoom) return _shards.Any(IsCheckpointDue);
        long journaled = 0;
        foreach (Shard shard in _shards) journaled += shard.JournaledBytes;
        if (_checkpointWanted && journaled > 0) return true;
        if (_room.IsFilling && journaled >= _options.MemoryBytesMax / 8) return true;
        return journaled >= _options.CheckpointJournalBytes
            || (journaled > 0 && _time.GetElapsedTime(_lastCheckpoint) >= _options.CheckpointInterval);
    }

    /// <summary>What earlier checkpoints carried goes to segments as well when memory is short.</summary>
    private bool IsCheckpointDue(Shard shard) => shard.JournaledBytes > 0 || (!HasRoom && shard.FlushableBytes() > 0);

    /// <summary>
    /// Logs that only memory holds give up their oldest records while memory is short: half of each, then all.
    /// Otherwise they would make every producer wait for ever.
    /// </summary>
    private void ShedMemoryLogs()
    {
        for (int round = 0; round < 2 && !HasRoom; round++)
        {
            foreach (Shard shard in _shards)
            {
                if (!shard.IsWritable) continue;
                using ShardWrite write = shard.Enter();
                foreach (PartitionLog log in shard.Logs.Values)
                {
                    if (log.Durability != Durability.Memory || log.TailBytes == 0) continue;
                    write.Trim(log, round == 0 ? log.FloorOfNewest(log.TailBytes / 2) : log.ReadableEnd);
                }
            }
        }
    }

    /// <summary>
    /// The runtime collects large objects when it allocates, which a quiet broker does not: ask it once.
    /// </summary>
    private void GiveBackSpareMemory()
    {
        if (_pool.Rentals != _seenRentals)
        {
            _seenRentals = _pool.Rentals;
            _quietSince = _time.GetTimestamp();
            _isTrimmed = false;
        }

        // A checkpoint that comes after the first time frees more.
        bool isDone = _isTrimmed && _pool.FreeBytes < SpareBytesMin;
        if (isDone || _time.GetElapsedTime(_quietSince) < QuietTime) return;
        _isTrimmed = true;
        if (_pool.Trim() >= SpareBytesMin) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, true, true);
    }
}
