using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Storage;
using Weir.Storage.Files;
using Weir.Storage.Logs;

namespace Weir.Simulation.Brokers;

/// <summary>
/// What a broker is used for between two starts, some steps at once. Every step ends in an acknowledgement or, when the
/// disaster has struck, in an error; a step that fails before that breaks the history.
/// </summary>
internal sealed class BrokerLife
{
    private readonly List<Taken> _taken = [];
    private readonly BrokerModel _model;
    private readonly SimulatedLoop _loop;
    private readonly Disaster _disaster;
    private readonly Random _random;
    private readonly List<string> _trace;
    private readonly Publishing _publishing;
    private readonly Consuming _consuming;
    private readonly Administration _administration;
    private readonly Streaming _streaming;
    private readonly Keeping _keeping;
    private readonly Teaming _teaming;
    private readonly Redriving _redriving;
    private readonly Shard _home;
    private Exception? _failure;

    public BrokerLife(
        MessageBroker broker, BrokerModel model, SimulatedLoop loop, Disaster disaster, Random random,
        List<string> trace)
    {
        Broker = broker;
        _model = model;
        _loop = loop;
        _disaster = disaster;
        _random = random;
        _trace = trace;
        _home = broker.Store[broker.Namespaces.HomeOf(BrokerSetup.Ns)];
        _publishing = new Publishing(this, model, random, trace);
        _consuming = new Consuming(this, model, random, trace);
        _administration = new Administration(this, model, random, trace);
        _streaming = new Streaming(this, model, random, trace);
        _keeping = new Keeping(this, model, random, trace);
        _teaming = new Teaming(this, model, random, trace);
        _redriving = new Redriving(this, model, random, trace);
        broker.Queues.Failed += (queue, e) => OnFailed(new HistoryException($"{queue.Name} failed: {e}"), e);
        broker.BackgroundFailed += e =>
        {
            if (!IsShortOfRoom(e)) OnFailed(new HistoryException($"background work failed: {e}"), e);
        };
    }

    public MessageBroker Broker { get; }

    public List<Taken> InFlight => _taken;

    public bool IsOver => _disaster.HasStruck || _failure is not null;

    /// <summary>After the checks that follow a start.</summary>
    public async Task BeginAsync()
    {
        await new BrokerSetup(_model).EnsureAsync(Broker);
        await _streaming.BeginAsync();
        await _keeping.BeginAsync();
        await _teaming.BeginAsync();
    }

    public async Task CheckStreamsAsync()
    {
        await _streaming.CheckAsync();
        await _keeping.CheckAsync();
        _teaming.Check();
    }

    /// <summary>Long after the last publish.</summary>
    public async Task CheckLastAsync()
    {
        await _keeping.CheckCleanedAsync();
        await _teaming.EndAsync(RestAsync);
    }

    public async Task RunAsync(int steps)
    {
        for (int i = 0; i < steps && !IsOver; i++)
        {
            if (_random.Next(25) == 0 && _disaster.CanTighten) await RunTightAsync();
            var together = new List<Task>();
            for (int n = _random.Next(3); n >= 0; n--) together.Add(GuardAsync(StepAsync()));
            await Task.WhenAll(together);
            ThrowIfFailed();
            if (_random.Next(4) == 0 && !IsOver) await CheckAsync();
        }
    }

    /// <summary>Work in the background finds a full disk, which is not for ever, and tries again.</summary>
    public bool IsShortOfRoom(Exception e) => _disaster.WasTight
        && (e is DiskFullException || (e is AggregateException all && all.InnerExceptions.All(IsShortOfRoom)));

    /// <summary>
    /// When nothing moves any more: work that found memory short, or failed, is tried again within that time.
    /// </summary>
    public async Task RestAsync()
    {
        await _loop.IdleAsync();
        _model.Time.Advance(TimeSpan.FromMilliseconds(1_100));
        await _loop.IdleAsync();
    }

    /// <summary>At rest, everything is where the model has it.</summary>
    public async Task CheckAsync()
    {
        await RestAsync();
        if (IsOver) return;
        new QueueChecks(_model).WhileRunning(await ReadAllAsync());
        await CheckStreamsAsync();
        ThrowIfFailed();
    }

    public async Task<Dictionary<string, List<Found>>> ReadAllAsync()
    {
        var all = new Dictionary<string, List<Found>>();
        foreach (QueueModel queue in _model.Queues.Values)
            if (Find(queue) is { } open) all[queue.Name] = await QueueReading.ReadAsync(open, _model);
        return all;
    }

    public Queue? Find(QueueModel queue) => Broker.Queues.Find(BrokerSetup.Ns, queue.Name);

    public void Take(Taken taken) => _taken.Add(taken);

    /// <summary>A removal was journaled just now.</summary>
    public void NoteRemoval(IReadOnlyList<Copy> removed) => Start(NoteAsync(removed));

    /// <summary>Goes on beside everything else; what it breaks breaks the history.</summary>
    public void Start(Task task) => _ = GuardAsync(task);

    /// <summary>Waits until everything done so far is committed; gives the frame.</summary>
    public async Task<long> CommittedAsync(bool isSynced)
    {
        long lsn;
        using (ShardWrite write = _home.Enter()) lsn = write.Lsn;
        await AwaitAsync(new CommitPoint(_home, lsn), isSynced);
        return lsn;
    }

    public async Task AwaitAsync(CommitPoint point, bool isSynced)
    {
        if (await point.Shard.WaitAsync(point.Lsn, new CommitWaiter()) != Commit.Done)
            throw new StorageFailedException($"{point.Shard.Id}: a commit failed");
        if (ReferenceEquals(point.Shard, _home)) _model.OnCommitted(point.Lsn, isSynced);
    }

    public void Fail(Exception e) => _failure ??= e;

    public void ThrowIfFailed()
    {
        if (_failure is not null) throw new HistoryException($"a promise was broken: {_failure}");
    }

    private async Task NoteAsync(IReadOnlyList<Copy> removed)
    {
        long lsn = await CommittedAsync(isSynced: false);
        foreach (Copy copy in removed) copy.RemovalLsn = lsn;
    }

    private async Task GuardAsync(Task step)
    {
        try
        {
            await step;
        }
        catch (Exception e) when (e is StorageFailedException or IOException or AggregateException
            or ObjectDisposedException)
        {
            if (!_disaster.HasStruck) Fail(e);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>
    /// The disk has little room for a while. What is asked for meanwhile is done once there is room, or refused.
    /// </summary>
    private async Task RunTightAsync()
    {
        (long freeBytes, int operations) = (_random.Next(3) * _random.Next(40 << 10), 1 + _random.Next(40));
        _trace.Add($"{freeBytes} bytes are left for {operations} operations");
        _disaster.Tighten(freeBytes, operations);
        var together = new List<Task>();
        for (int n = 1 + _random.Next(3); n >= 0; n--) together.Add(GuardAsync(StepInNeedAsync()));
        await _loop.IdleAsync();
        _model.Time.Advance(TimeSpan.FromMilliseconds(600));
        await _loop.IdleAsync();
        for (int n = _random.Next(3); n >= 0; n--) together.Add(GuardAsync(StepInNeedAsync()));
        await _loop.IdleAsync();
        _disaster.Loosen();
        await RestAsync();
        await Task.WhenAll(together);
        ThrowIfFailed();
        if (!IsOver && Broker.Store.Disk.IsShort)
            throw new HistoryException("the disk has room, and the broker says that it has not");
    }

    /// <summary>Everything but changes of the topology: those fail on a full disk.</summary>
    private Task StepInNeedAsync() => _random.Next(10) switch
    {
        <= 2 => _publishing.PublishAsync(),
        3 => _consuming.GetAsync(),
        4 => _consuming.SettleAsync(),
        5 => _consuming.TransactAsync(_publishing),
        6 => _administration.CheckpointAsync(),
        7 => _streaming.ProduceAsync(),
        8 => _keeping.ProduceAsync(),
        _ => _teaming.StepAsync(),
    };

    private Task StepAsync() => _random.Next(27) switch
    {
        <= 4 => _publishing.PublishAsync(),
        5 => _publishing.DelayAsync(),
        6 or 7 => _consuming.GetAsync(),
        8 => _consuming.ChangeConsumersAsync(),
        9 or 10 => _consuming.SettleAsync(),
        11 => _consuming.TransactAsync(_publishing),
        12 => _administration.ChangeTopologyAsync(),
        13 => _administration.CheckpointAsync(),
        14 or 15 => _streaming.ProduceAsync(),
        16 => _streaming.CommitAsync(),
        17 or 18 => _keeping.ProduceAsync(),
        19 or 20 or 21 => _teaming.StepAsync(),
        22 => _redriving.MoveAsync(),
        _ => AdvanceAsync(),
    };

    private Task AdvanceAsync()
    {
        int ms = _random.Next(3) switch { 0 => _random.Next(50), 1 => _random.Next(2_000), _ => _random.Next(20_000) };
        _trace.Add($"{ms} ms go by");
        _model.Time.Advance(TimeSpan.FromMilliseconds(ms));
        return Task.CompletedTask;
    }

    private void OnFailed(HistoryException described, Exception e)
    {
        if (e is HistoryException) Fail(e);
        else if (!_disaster.HasStruck) Fail(described);
    }
}
