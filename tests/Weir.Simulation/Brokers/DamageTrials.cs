using Microsoft.Extensions.Logging.Abstractions;
using Weir.Amqp;
using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Broker.Shards;
using Weir.Storage;
using Weir.Storage.Embedded;
using Weir.Storage.Files;
using Weir.Storage.Repair;
using Weir.Testing.Files;
using Weir.Testing.Time;

namespace Weir.Simulation.Brokers;

/// <summary>
/// A data directory that a broker has used and closed, broken in one place at a time. The broker must start and say
/// what is damaged, or refuse in one sentence where the place is one that everything hangs on; and whatever it serves
/// is right. What it lacks it must have said. Then the damage is repaired. Of one that was killed, whose journal is
/// full, only the repair is tried: damage at the end of what was synced looks like a torn write.
/// </summary>
internal sealed class DamageTrials
{
    /// <summary>Without these there is nothing to serve.</summary>
    private static readonly string[] Needed = ["format", "epoch", "catalog", "journal/"];

    private readonly int _seed;
    private readonly bool _isKilled;
    private readonly BrokerModel _model = new(new ManualTime());
    private readonly List<string> _paths = [];
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
        Collect("");
    }

    public IReadOnlyList<string> Paths => _paths;

    /// <summary>How often each kind of outcome came.</summary>
    public SortedDictionary<string, int> Outcomes { get; } = new(StringComparer.Ordinal);

    public void Try(int trial)
    {
        var random = new Random(HashCodeOf(trial));
        FaultyFileSystem files = _whole.CrashImage(trial, CrashKeeps.Everything);
        string path = Choose(random);
        string what = Break(files, path, random, out bool isEnd);
        var loop = new SimulatedLoop(null);
        try
        {
            if (_isKilled)
            {
                Repair(trial, path);
                return;
            }

            string outcome = "";
            loop.Run(async () => outcome = await OpenAsync(files, loop, path, IsTail(path, isEnd)));
            Count(path, outcome);
            if (outcome == "harmless") return;
            Repair(trial, path);
        }
        catch (Exception e)
        {
            throw new HistoryException($"directory {_seed}, trial {trial}, {what} {path}: {e}");
        }
    }

    /// <summary>The same damage once more, and repaired before any start.</summary>
    private void Repair(int trial, string path)
    {
        var random = new Random(HashCodeOf(trial));
        FaultyFileSystem files = _whole.CrashImage(trial, CrashKeeps.Everything);
        Break(files, Choose(random), random, out _);
        var loop = new SimulatedLoop(null);
        bool isInterrupted = random.Next(3) == 0;
        if (isInterrupted) files = Interrupt(files, random, loop);
        string outcome = "";
        loop.Run(async () => outcome =
            await new RepairCheck(files, _model, loop, engine => OpenAsync(engine, loop), CheckAll)
                .RunAsync(_isKilled || isInterrupted));
        Count(path, outcome);
    }

    /// <summary>The power fails while it is repaired; unless it was done by then, it begins again.</summary>
    private static FaultyFileSystem Interrupt(FaultyFileSystem files, Random random, SimulatedLoop loop)
    {
        int last = files.Operations + random.Next(300);
        files.Fails = operation => files.Operations > last;
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

    /// <summary>The end of the journal that is missing looks like a write that a crash cut short.</summary>
    private bool IsTail(string path, bool isEnd) =>
        isEnd && path == _paths.Last(static p => p.EndsWith(".wal", StringComparison.Ordinal));

    private static string Break(FaultyFileSystem files, string path, Random random, out bool isEnd)
    {
        isEnd = false;
        using IFile file = files.Open(path);
        long length = file.Length;
        if (length == 0) return "left alone";
        long at = random.NextInt64(length);
        switch (random.Next(5))
        {
            case 0:
                file.SetLength(at);
                isEnd = true;
                return $"cut at {at} of {length}";
            case 1:
                file.Write([new byte[(int)Math.Min(512, length - at)]], at);
                isEnd = at + 512 >= length;
                return $"zeros at {at} of {length}";
            default:
                files.FlipBit(path, at, random.Next(8));
                return $"a flipped bit at {at} of {length}";
        }
    }

    /// <summary>The files before the last close.</summary>
    private async Task<FaultyFileSystem> UseAsync(SimulatedLoop loop, Random random)
    {
        FaultyFileSystem killed = _whole;
        using var disaster = new Disaster(_whole, LifeEnd.Close, 0);
        for (int life = 0; life < 2; life++)
        {
            await using EmbeddedEngine engine = await EmbeddedEngine.OpenAsync(
                _whole, SimulatedOptions.Engine(loop, snapshotsOften: life == 0 && !_isKilled), default);
            await using MessageBroker broker = await OpenAsync(engine, loop);
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

    private async Task<string> OpenAsync(FaultyFileSystem files, SimulatedLoop loop, string path, bool isTail)
    {
        EmbeddedEngine? engine = null;
        MessageBroker? broker = null;
        try
        {
            engine = await EmbeddedEngine.OpenAsync(files, SimulatedOptions.Engine(loop, true), default);
            broker = await OpenAsync(engine, loop);
            bool isTold = engine.Damages.Count + broker.Store.Damages.Count > 0;
            bool isRead = await ReadAsync(broker, isTold || isTail);
            return isTold ? "reported at start" : isRead ? "harmless" : "reported when read";
        }
        catch (Exception e) when (e is StorageFailedException or DamagedDataException)
        {
            bool isNeeded = Needed.Any(n => path.StartsWith(n, StringComparison.Ordinal));
            if (!isNeeded || e.Message.Contains('\n', StringComparison.Ordinal))
                throw new HistoryException($"the broker does not start: {e.Message}");
            return "refused";
        }
        finally
        {
            if (broker is not null) await broker.DisposeAsync();
            if (engine is not null) await engine.DisposeAsync();
        }
    }

    private async Task<MessageBroker> OpenAsync(EmbeddedEngine engine, SimulatedLoop loop)
    {
        MessageBroker broker = await MessageBroker.OpenAsync(
            engine, SimulatedOptions.Broker(loop, 64 << 20, TimeSpan.FromSeconds(3)), _model.Time, default);
        _ = new AmqpServer(broker, new AmqpOptions(), NullLogger<AmqpServer>.Instance);
        await loop.IdleAsync();
        return broker;
    }

    /// <summary>False when something could not be read, and an error said so.</summary>
    private async Task<bool> ReadAsync(MessageBroker broker, bool mayLack)
    {
        bool isRead = true;
        foreach (QueueModel queue in _model.Queues.Values)
        {
            if (broker.Queues.Find(BrokerSetup.Ns, queue.Name) is not { } open)
            {
                if (!mayLack) throw new HistoryException($"{queue.Name} is gone, and nothing was said");
                continue;
            }

            try
            {
                List<Found> found = await QueueReading.ReadAsync(open, _model);
                HashSet<int> there = [.. found.Where(static f => !f.IsSettled).Select(static f => f.Id)];
                if (!mayLack) CheckAll(queue, there);
            }
            catch (DamagedDataException)
            {
                isRead = false;
            }
        }

        return isRead;
    }

    private void CheckAll(QueueModel queue, HashSet<int> there)
    {
        foreach (Copy copy in queue.Copies.Values)
        {
            if (_model.Time.NowMs < copy.DueMs || queue.MayExpire(copy, _model.Time.NowMs)) continue;
            bool isWanted = copy is { IsGone: false, IsRemoved: false, IsDying: false, DeadLetter: null };
            if (isWanted != there.Contains(copy.Message.Id))
                throw new HistoryException($"{copy} is there: {!isWanted}, and nothing was said");
        }
    }

    private void Collect(string directory)
    {
        string prefix = directory.Length == 0 ? "" : directory + "/";
        _paths.AddRange(_whole.ListFiles(directory).Order(StringComparer.Ordinal).Select(name => prefix + name));
        foreach (string below in _whole.ListDirectories(directory).Order(StringComparer.Ordinal))
            Collect(prefix + below);
    }
}
