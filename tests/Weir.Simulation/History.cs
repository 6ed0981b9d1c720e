using Weir.Storage;
using Weir.Storage.Embedded;
using Weir.Storage.Logs;
using Weir.Testing.Files;

namespace Weir.Simulation;

/// <summary>
/// One seeded history: several lives of a store on the same files, each ended by a close, a kill, a power loss, a failed
/// sync or a full disk, sometimes while it recovers. After each, what the next life finds must be what the model allows.
/// Everything random comes from the seed, and the history does one thing at a time, so the same seed is the same history.
/// </summary>
internal sealed class History
{
    private const int LivesMax = 5;
    private static readonly int[] ShardNumbers = [0, 5, 63];

    private static readonly EmbeddedOptions EngineOptions =
        new() { JournalFileBytes = 16 << 10, PrepareAhead = false, CatalogSnapshotBytes = 1L << 40 };

    private readonly Random _random;
    private readonly LogStoreOptions _storeOptions;
    private readonly ShardModel[] _shards = [.. ShardNumbers.Select(static n => new ShardModel(new ShardId(n)))];
    private readonly Dictionary<int, EventState> _states = [];
    private readonly List<string> _trace = [];
    private FaultyFileSystem _files;
    private long _lastLog;

    public History(int seed)
    {
        _random = new Random(seed);
        _files = new FaultyFileSystem(_random.Next());
        // With the small budget memory is always short, so checkpoints carry nothing.
        _storeOptions = new LogStoreOptions 
        {
            MemoryBytesMax = _random.Next(2) == 0 ? 4 << 10 : 64 << 20,
            OpenSegmentsMax = 4,
        };
    }

    /// <summary>What happened, one line a step.</summary>
    public IReadOnlyList<string> Trace => _trace;

    public int Lives { get; private set; }

    public async Task RunAsync()
    {
        foreach (ShardModel shard in _shards)
            for (int i = 0; i < 2; i++) AddLog(shard);
        int lives = 2 + _random.Next(LivesMax - 1);
        for (int i = 0; i < lives; i++)
            await LiveAsync(i + 1 == lives ? LifeEnd.CloseWithCheckpoint : (LifeEnd)_random.Next(6));
        await LiveAsync(LifeEnd.Close);
    }

    private async Task LiveAsync(LifeEnd end)
    {
        Lives++;
        int steps = _random.Next(14);
        _files.HasShortReads = _random.Next(2) == 0;
        using var disaster = new Disaster(_files, end, 1 + _random.Next(_random.Next(4) == 0 ? 12 : 90));
        _trace.Add($"life {end}, {steps} steps");
        EmbeddedEngine? engine = null;
        bool isRecovered = false;
        try
        {
            engine = await EmbeddedEngine.OpenAsync(_files, EngineOptions, CancellationToken.None);
            Check(engine.Damages.Count == 0, string.Join(' ', engine.Damages));
            await using LogStore store = await LogStore.OpenAsync(
                engine, _storeOptions, StateOf,
                [.. _shards.SelectMany(static s => s.Logs.Values, static (_, l) => l.Definition)],
                new FrozenTime(), CancellationToken.None);
            Check(store.Damages.Count == 0, string.Join(' ', store.Damages.Select(static d => d.Message)));
            await RecoveredAsync(store);
            isRecovered = true;
            await new Life(store, _shards, _states, disaster, _random, _trace, AddLog).RunAsync(steps);
            if (end == LifeEnd.CloseWithCheckpoint) await store.StopAsync(checkpoint: true);
            else if (end == LifeEnd.Close) await store.StopAsync(checkpoint: false);
        }
        catch (Exception e) when (disaster.HasStruck && e is IOException or StorageFailedException or AggregateException)
        {
            _trace.Add($"ended by {e.GetType().Name}");
        }
        finally
        {
            disaster.Release();
            if (engine is not null) await engine.DisposeAsync();
        }

        _trace.Add($"{_files.Operations} operations");
        CrashKeeps keeps = _random.Next(4) == 0 ? CrashKeeps.Nothing : CrashKeeps.Anything;
        _files = disaster.Remains(_random.Next(), keeps);
        if (isRecovered && end is not (LifeEnd.PowerLoss or LifeEnd.FailedSync))
            foreach (ShardModel shard in _shards) shard.Synced = shard.Written;
    }

    private IShardState StateOf(ShardId id) => _states[id.Value] = new EventState();

    private LogModel AddLog(ShardModel shard)
    {
        var log = new LogModel(
            PartitionId.Create(shard.Id, ++_lastLog), _random.Next(3) == 0 ? Durability.Os : Durability.Fsync);
        shard.Logs.Add(log.Id, log);
        return log;
    }

    /// <summary>Finds which of the states that the model allows the store has, and goes on from it.</summary>
    private async Task RecoveredAsync(LogStore store)
    {
        for (int i = 0; i < _shards.Length; i++)
        {
            ShardModel model = _shards[i];
            var found = new SortedDictionary<PartitionId, LogModel>();
            foreach (LogModel log in model.Logs.Values)
                found.Add(log.Id, await LogReading.ReadAsync(store.Find(log.Id)!, log.Durability, _random));
            string? first = null;
            int writes = model.Writes.Count;
            for (; writes >= model.Synced; writes--)
            {
                ShardModel candidate = model.After(writes);
                string? difference = candidate.Difference(found, _states[model.Id.Value]);
                first ??= difference;
                if (difference is not null) continue;
                _shards[i] = candidate;
                break;
            }

            Check(
                writes >= model.Synced,
                $"{model.Id} is not what {model.Synced} to {model.Writes.Count} writes made: with all of them, {first}");
            _trace.Add($"{model.Id}: {writes} of {model.Writes.Count} writes, {model.Synced} synced");
        }
    }

    private void Check(bool holds, string message)
    {
        if (!holds) throw new HistoryException($"life {Lives}: {message}");
    }
}
