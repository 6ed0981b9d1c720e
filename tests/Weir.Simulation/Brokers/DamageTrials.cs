using Weir.Broker;
using Weir.Broker.Shards;
using Weir.Storage;
using Weir.Storage.Embedded;
using Weir.Storage.Repair;
using Weir.Testing.Files;
using Weir.Testing.Time;

namespace Weir.Simulation.Brokers;

/// <summary>
/// A data directory that a broker has used and closed, broken in one place at a time, started (<see
/// cref="DamagedStart"/>) and repaired (<see cref="RepairCheck"/>). Of one that was killed, whose journal is full, only
/// the repair is tried: damage at the end of what was synced looks like a torn write.
/// </summary>
internal sealed class DamageTrials
{
    private readonly int _seed;
    private readonly bool _isKilled;
    private readonly BrokerModel _model = new(new ManualTime());
    private readonly List<string> _paths;
    private FaultyFileSystem _whole;

    public DamageTrials(int seed, bool isKilled)
    {
        _seed = seed;
        _isKilled = isKilled;
        _whole = new FaultyFileSystem(seed);
        var random = new Random(seed);
        var loop = new SimulatedLoop(null);
        FaultyFileSystem? killed = null;
        loop.Run(async () => killed = await UseAsync(loop, random));
        _whole = isKilled ? killed! : _whole.CrashImage(seed, CrashKeeps.Everything);
        _paths = DamagedStart.PathsOf(_whole);
    }

    public IReadOnlyList<string> Paths => _paths;

    /// <summary>How often each kind of outcome came.</summary>
    public SortedDictionary<string, int> Outcomes { get; } = new(StringComparer.Ordinal);

    public void Try(int trial)
    {
        var random = new Random(HashCodeOf(trial));
        FaultyFileSystem files = _whole.CrashImage(trial, CrashKeeps.Everything);
        string path = Choose(random);
        string what = DamagedStart.Break(files, path, random, out bool isEnd);
        try
        {
            if (_isKilled || Start(files, path, isEnd) != "harmless") Repair(trial, path);
        }
        catch (Exception e)
        {
            throw new HistoryException($"directory {_seed}, trial {trial}, {what} {path}: {e}");
        }
    }

    private string Start(FaultyFileSystem files, string path, bool isEnd)
    {
        var loop = new SimulatedLoop(null);
        string outcome = "";
        var start = new DamagedStart(_model, loop);
        bool isTail = DamagedStart.IsTail(_paths, path, isEnd);
        loop.Run(async () => outcome = await start.TryAsync(files, path, isTail));
        Count(path, outcome);
        return outcome;
    }

    /// <summary>The same damage once more, and repaired before any start.</summary>
    private void Repair(int trial, string path)
    {
        var random = new Random(HashCodeOf(trial));
        FaultyFileSystem files = _whole.CrashImage(trial, CrashKeeps.Everything);
        DamagedStart.Break(files, Choose(random), random, out _);
        var loop = new SimulatedLoop(null);
        bool isInterrupted = random.Next(3) == 0;
        if (isInterrupted) files = Interrupt(files, random, loop);
        string outcome = "";
        var check = new RepairCheck(files, _model, loop);
        loop.Run(async () => outcome = await check.RunAsync(mayLack: _isKilled || isInterrupted));
        Count(path, outcome);
    }

    /// <summary>The power fails while it is repaired; unless it was done by then, it begins again.</summary>
    private static FaultyFileSystem Interrupt(FaultyFileSystem files, Random random, SimulatedLoop loop)
    {
        int last = files.Operations + random.Next(300);
        files.Fails = operation => operation.Number > last;
        loop.Run(async () =>
        {
            try
            {
                await DirectoryRepair.RunAsync(files, new BrokerRepairState(), "first", default);
            }
            catch (Exception e) when (e is IOException or StorageFailedException or DamagedDataException)
            {
                // That is what is tried.
            }
        });
        return files.CrashImage(random.Next(), CrashKeeps.Anything);
    }

    private string Choose(Random random)
    {
        string[] journal = [.. _paths.Where(static p => p.EndsWith(".wal", StringComparison.Ordinal))];
        return _isKilled && random.Next(2) == 0 ? journal[random.Next(journal.Length)]
            : _paths[random.Next(_paths.Count)];
    }

    private void Count(string path, string outcome)
    {
        string key = $"{(_isKilled ? "killed, " : "")}{path.Split('/')[0]} {outcome}";
        Outcomes[key] = Outcomes.GetValueOrDefault(key) + 1;
    }

    private int HashCodeOf(int trial) => unchecked((_seed * 1_000_003) + trial);

    /// <summary>The files before the last close.</summary>
    private async Task<FaultyFileSystem> UseAsync(SimulatedLoop loop, Random random)
    {
        FaultyFileSystem killed = _whole;
        using var disaster = new Disaster(_whole, LifeEnd.Close, 0);
        for (int life = 0; life < 2; life++)
        {
            await using EmbeddedEngine engine = await EmbeddedEngine.OpenAsync(
                _whole, SimulatedOptions.Engine(loop, snapshotsOften: life == 0 && !_isKilled), default);
            await using MessageBroker broker = await DamagedStart.OpenAsync(engine, _model, loop);
            var used = new BrokerLife(broker, _model, loop, disaster, random, []);
            await used.BeginAsync();
            await used.RunAsync(30);
            await used.CheckAsync();
            if (life == 0) new QueueChecks(_model).AfterRestart(await used.ReadAllAsync(), LifeEnd.Close);
            _model.BeginLife();
            killed = _whole.CrashImage(_seed, CrashKeeps.Everything);
        }

        return killed;
    }
}
