using Weir.Broker;
using Weir.Storage.Embedded;
using Weir.Testing.Files;
using Weir.Testing.Time;

namespace Weir.Simulation.Brokers;

/// <summary>
/// A data directory that a broker has used and closed, broken in one place at a time; see <see cref="DamagedStart"/>.
/// </summary>
internal sealed class DamageTrials
{
    private readonly int _seed;
    private readonly BrokerModel _model = new(new ManualTime());
    private readonly List<string> _paths;
    private FaultyFileSystem _whole;

    public DamageTrials(int seed)
    {
        _seed = seed;
        _whole = new FaultyFileSystem(seed);
        var random = new Random(seed);
        var loop = new SimulatedLoop(null);
        loop.Run(() => UseAsync(loop, random));
        _whole = _whole.CrashImage(seed, CrashKeeps.Everything);
        _paths = DamagedStart.PathsOf(_whole);
    }

    public IReadOnlyList<string> Paths => _paths;

    /// <summary>How often each kind of outcome came.</summary>
    public SortedDictionary<string, int> Outcomes { get; } = new(StringComparer.Ordinal);

    public void Try(int trial)
    {
        var random = new Random(HashCodeOf(trial));
        FaultyFileSystem files = _whole.CrashImage(trial, CrashKeeps.Everything);
        string path = _paths[random.Next(_paths.Count)];
        string what = DamagedStart.Break(files, path, random, out bool isEnd);
        var loop = new SimulatedLoop(null);
        try
        {
            string outcome = "";
            var start = new DamagedStart(_model, loop);
            bool isTail = DamagedStart.IsTail(_paths, path, isEnd);
            loop.Run(async () => outcome = await start.TryAsync(files, path, isTail));
            string key = $"{path.Split('/')[0]} {outcome}";
            Outcomes[key] = Outcomes.GetValueOrDefault(key) + 1;
        }
        catch (Exception e)
        {
            throw new HistoryException($"directory {_seed}, trial {trial}, {what} {path}: {e}");
        }
    }

    private int HashCodeOf(int trial) => unchecked((_seed * 1_000_003) + trial);

    private async Task UseAsync(SimulatedLoop loop, Random random)
    {
        using var disaster = new Disaster(_whole, LifeEnd.Close, 0);
        for (int life = 0; life < 2; life++)
        {
            await using EmbeddedEngine engine = await EmbeddedEngine.OpenAsync(
                _whole, SimulatedOptions.Engine(loop, snapshotsOften: life == 0), default);
            await using MessageBroker broker = await DamagedStart.OpenAsync(engine, _model, loop);
            var used = new BrokerLife(broker, _model, loop, disaster, random, []);
            await used.BeginAsync();
            await used.RunAsync(30);
            await used.CheckAsync();
            if (life == 0) new QueueChecks(_model).AfterRestart(await used.ReadAllAsync(), LifeEnd.Close);
            _model.BeginLife();
        }
    }
}
