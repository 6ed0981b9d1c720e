using Microsoft.Extensions.Logging.Abstractions;
using Weir.Amqp;
using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Storage;
using Weir.Storage.Embedded;
using Weir.Testing.Files;
using Weir.Testing.Time;

namespace Weir.Simulation.Brokers;

/// <summary>
/// One seeded history of the real broker: several lives on the same files, each ended by a close, a kill, a power loss,
/// a failed write or sync, or a full disk, sometimes while it starts. After each, what the next life finds must be what
/// the model allows; at last everything is taken out. Everything random comes from the seed, and everything runs on one
/// thread, so the same seed is the same history.
/// </summary>
internal sealed class BrokerHistory
{
    private const int LivesMax = 5;
    private const int StepsMax = 30;

    private readonly Random _random;
    private readonly SimulatedLoop _loop;
    private readonly BrokerModel _model = new(new ManualTime());
    private readonly List<string> _trace = [];
    private readonly EmbeddedOptions _engineOptions;
    private readonly BrokerOptions _brokerOptions;
    private FaultyFileSystem _files;
    private LifeEnd _lastEnd = LifeEnd.Close;

    public BrokerHistory(int seed)
    {
        _random = new Random(seed);
        _loop = new SimulatedLoop(_random.Next(4) == 0 ? null : new Random(_random.Next()));
        _files = new FaultyFileSystem(_random.Next());
        // Not drawn: what else the seed decides stays as it was.
        _engineOptions = SimulatedOptions.Engine(
            _loop, snapshotsOften: _random.Next(2) == 0, callersWrite: seed % 5 is 0 or 2);
        _brokerOptions = SimulatedOptions.Broker(
            _loop, _random.Next(3) == 0 ? 128 << 10 : 64 << 20, TimeSpan.FromSeconds(1 + _random.Next(20)));
    }

    /// <summary>What happened, one line a step.</summary>
    public IReadOnlyList<string> Trace => _trace;

    public int Lives { get; private set; }

    public int Deliveries => _model.Deliveries;

    public void Run() => _loop.Run(RunAsync);

    private async Task RunAsync()
    {
        int lives = 1 + _random.Next(LivesMax);
        for (int i = 0; i < lives; i++) await LiveAsync((LifeEnd)_random.Next(7), isLast: false);
        await LiveAsync(LifeEnd.Close, isLast: true);
    }

    private async Task LiveAsync(LifeEnd end, bool isLast)
    {
        Lives++;
        int steps = isLast ? 0 : 1 + _random.Next(StepsMax);
        int strikeAt = 1 + _random.Next(_random.Next(3) == 0 ? 40 : 600);
        using var disaster = new Disaster(_files, end, strikeAt);
        _files.HasShortReads = _random.Next(2) == 0;
        _trace.Add($"life {end}, {steps} steps, now {_model.Time.NowMs}");
        EmbeddedEngine? engine = null;
        MessageBroker? broker = null;
        bool isKnown = false;
        try
        {
            engine = await EmbeddedEngine.OpenAsync(
                _files, _engineOptions with { WaitsForRoom = end != LifeEnd.FullDisk }, default);
            Check(engine.Damages.Count == 0, string.Join(' ', engine.Damages));
            broker = await MessageBroker.OpenAsync(engine, _brokerOptions, _model.Time, default);
            Check(broker.Store.Damages.Count == 0, string.Join(' ', broker.Store.Damages));
            _ = new AmqpServer(broker, new AmqpOptions(), NullLogger<AmqpServer>.Instance);
            var life = new BrokerLife(broker, _model, _loop, disaster, _random, _trace);
            await life.RestAsync();
            if (!disaster.HasStruck)
            {
                await RecoveredAsync(life, broker);
                isKnown = true;
                await life.BeginAsync();
                await life.RunAsync(steps);
                if (!life.IsOver) await life.CheckAsync();
                if (isLast) await new Draining(life, _model, _loop, _trace).RunAsync();
                life.ThrowIfFailed();
                if (end == LifeEnd.CloseWithCheckpoint && !disaster.HasStruck) await broker.StopAsync();
            }
        }
        catch (Exception e) when (disaster.HasStruck
            && e is IOException or StorageFailedException or AggregateException)
        {
            _trace.Add($"ended by {e.GetType().Name}");
        }
        finally
        {
            await EndAsync(engine, broker, disaster);
        }

        _trace.Add($"{_files.Operations} operations");
        CrashKeeps keeps = _random.Next(4) == 0 ? CrashKeeps.Nothing : CrashKeeps.Anything;
        _files = disaster.Remains(_random.Next(), keeps);
        if (isKnown && !disaster.HasStruck && _random.Next(6) == 0) await BreakCopyAsync();
        // An end that was never reached was a close.
        if (isKnown) _lastEnd = disaster.HasStruck ? end : LifeEnd.Close;
        else if (disaster.HasStruck && end is LifeEnd.PowerLoss or LifeEnd.FailedSync) _lastEnd = LifeEnd.PowerLoss;
    }

    /// <summary>What would come of a broken place in what a life left; the history goes on without it.</summary>
    private async Task BreakCopyAsync()
    {
        FaultyFileSystem copy = _files.CrashImage(_random.Next(), CrashKeeps.Everything);
        List<string> paths = DamagedStart.PathsOf(copy);
        string path = paths[_random.Next(paths.Count)];
        string what = DamagedStart.Break(copy, path, _random, out bool isEnd);
        _trace.Add($"{what} in {path}");
        bool isTail = DamagedStart.IsTail(paths, path, isEnd);
        _trace.Add(await new DamagedStart(_model, _loop).TryAsync(copy, path, isTail));
    }

    private async Task EndAsync(EmbeddedEngine? engine, MessageBroker? broker, Disaster disaster)
    {
        try
        {
            _trace.Add("the broker ends");
            if (broker is not null) await broker.DisposeAsync();
        }
        catch (Exception e) when (disaster.HasStruck && e is StorageFailedException or IOException)
        {
            // It went down with work in flight.
        }

        if (engine is { Failed.IsCompleted: true }) _trace.Add($"the engine failed: {await engine.Failed}");
        _trace.Add("the engine ends");
        if (engine is not null) await engine.DisposeAsync();
    }

    private async Task RecoveredAsync(BrokerLife life, MessageBroker broker)
    {
        foreach (QueueModel queue in _model.Queues.Values.ToArray())
        {
            bool exists = broker.Topics.Find(BrokerSetup.Ns, queue.Name) is not null;
            Check(queue.Exists is null || queue.Exists == exists, $"{queue.Name} is there: {exists}");
            queue.Exists = exists;
            if (!exists) _model.Queues.Remove(queue.Name);
        }

        new QueueChecks(_model).AfterRestart(await life.ReadAllAsync(), _lastEnd);
        await life.CheckStreamsAsync();
        _model.BeginLife();
    }

    private void Check(bool holds, string message)
    {
        if (!holds) throw new HistoryException($"life {Lives}: {message}");
    }
}
