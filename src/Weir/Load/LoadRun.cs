namespace Weir.Load;

/// <summary>
/// One run: connects everybody, lets them warm up, measures, and waits a bounded time for what is still under way.
/// Threads and connections are gone when it returns, however it ends.
/// </summary>
internal sealed class LoadRun(LoadPlan plan, ILoadProtocol protocol, Action<LoadProgress>? progress = null)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Report = TimeSpan.FromMilliseconds(500);

    private readonly List<LoadTally> _tallies = [];
    private readonly List<LoadConnection> _connections = [];
    private readonly List<LoadThread> _threads = [];
    private long _reportedAt;
    private long _reportedMessages;

    /// <summary>Prepares, runs and cleans up.</summary>
    public async Task<LoadResult> RunAsync(CancellationToken cancel)
    {
        await protocol.PrepareAsync(plan, cancel);
        try
        {
            return await LoadAsync(cancel);
        }
        finally
        {
            if (!plan.Keep) await protocol.CleanUpAsync(plan, CancellationToken.None);
        }
    }

    /// <summary>Runs on what is there.</summary>
    public async Task<LoadResult> LoadAsync(CancellationToken cancel)
    {
        try
        {
            LoadSpan span = Connect();
            LoadMark from = Mark();
            foreach (LoadThread thread in _threads) thread.Start();
            if (plan.WarmUp > TimeSpan.Zero)
            {
                await WaitAsync(() => LoadClock.Now >= span.MeasuredFrom, span.MeasuredFrom, cancel);
                from = Mark();
            }

            await WaitAsync(() => LoadClock.Now >= span.MeasuredTo || HasSentAll(), span.MeasuredTo, cancel);
            LoadMark to = Mark();
            long give = LoadClock.Now + (long)(plan.Drain.TotalSeconds * LoadClock.Second);
            await WaitAsync(() => IsAnswered() || LoadClock.Now >= give, give, cancel);
            EndThreads();
            return Result(from, to, span);
        }
        finally
        {
            EndThreads();
            foreach (LoadConnection connection in _connections) connection.Dispose();
        }
    }

    // The run begins when everybody is connected, which takes a while for thousands; so they learn of it afterwards.
    private LoadSpan Connect()
    {
        int peers = plan.Producers + plan.Consumers;
        int threads = Math.Clamp(peers, 1, plan.ThreadsMax);
        LoadSpan span = new();
        for (int i = 0; i < threads; i++) _tallies.Add(new LoadTally());
        for (int i = 0; i < plan.Consumers; i++)
            _connections.Add(protocol.OpenConsumer(plan, i, span, _tallies[i % threads]));
        for (int i = 0; i < plan.Producers; i++)
            _connections.Add(protocol.OpenProducer(plan, i, span, _tallies[(plan.Consumers + i) % threads]));

        for (int i = 0; i < threads; i++)
            _threads.Add(new LoadThread(_connections.Where((_, at) => at % threads == i)));
        span.BeginAt(LoadClock.Now, plan.WarmUp, plan.Duration);
        return span;
    }

    private async Task WaitAsync(Func<bool> isOver, long atLatest, CancellationToken cancel)
    {
        while (!isOver())
        {
            // Not a moment later than needed: after its end a load at a fixed rate counts nothing more.
            TimeSpan left = TimeSpan.FromMicroseconds((atLatest - LoadClock.Now) / 1000 + 1);
            await Task.Delay(left < Look && left > TimeSpan.Zero ? left : Look, cancel);
            if (_threads.Find(static t => t.Failure is not null) is { } failed) throw Failed(failed.Failure!);
            ShowProgress();
        }
    }

    private static LoadException Failed(Exception cause) =>
        cause as LoadException ?? new LoadException($"the load ended early: {cause.Message}", cause);

    private void ShowProgress()
    {
        long now = LoadClock.Now;
        if (progress is null || now - _reportedAt < Report.TotalSeconds * LoadClock.Second) return;
        LoadMark mark = Mark();
        long messages = plan.Producers == 0 ? mark.Received : plan.ConfirmWindow > 0 ? mark.Confirmed : mark.Sent;
        double seconds = (now - _reportedAt) / (double)LoadClock.Second;
        if (_reportedAt > 0) progress(new LoadProgress((messages - _reportedMessages) / seconds, mark));
        (_reportedAt, _reportedMessages) = (now, messages);
    }

    private LoadMark Mark() => LoadMark.Take(_tallies, plan.ServerPid);

    private bool HasSentAll() =>
        plan.Producers > 0 && plan.MessagesPerProducer > 0
        && Done(Mark()) >= plan.MessagesPerProducer * plan.Producers;

    private long Done(LoadMark mark) =>
        plan.ConfirmWindow > 0 ? mark.Confirmed + _tallies.Sum(static t => t.Refused) : mark.Sent;

    // With a fixed rate all that became due is to be answered, whether it was sent by now or not.
    private bool IsAnswered()
    {
        LoadMark mark = Mark();
        return Expected(mark) <= Done(mark)
            && (plan.Consumers == 0 || plan.Producers == 0 || plan.Keep || mark.Received >= Done(mark));
    }

    private long Expected(LoadMark mark) =>
        plan.IsPaced ? _connections.OfType<LoadProducer>().Sum(static p => p.Planned) : mark.Sent;

    private void EndThreads()
    {
        foreach (LoadThread thread in _threads) thread.Stop();
        foreach (LoadThread thread in _threads.Where(static t => t.IsAlive)) thread.Join();
    }

    private LoadResult Result(LoadMark from, LoadMark to, LoadSpan span)
    {
        LatencyHistogram confirm = new();
        LatencyHistogram endToEnd = new();
        foreach (LoadTally tally in _tallies)
        {
            confirm.Add(tally.ConfirmLatency);
            endToEnd.Add(tally.EndToEndLatency);
        }

        LoadMark end = Mark();
        double seconds = (to.At - from.At) / (double)LoadClock.Second;
        long published = plan.ConfirmWindow > 0 ? to.Confirmed - from.Confirmed : to.Sent - from.Sent;
        long consumed = to.Received - from.Received;
        long messages = plan.Producers > 0 ? published : consumed;
        return new LoadResult
        {
            Protocol = protocol.Name,
            Target = plan.Target.ToString(),
            Producers = plan.Producers,
            Consumers = plan.Consumers,
            Lanes = plan.Lanes,
            SizeBytes = plan.SizeBytes,
            RatePerSecond = plan.RatePerSecond,
            Seconds = Math.Round(seconds, 3),
            Published = plan.Producers > 0 ? LoadFlow.Of(published, seconds, plan.SizeBytes) : null,
            Consumed = plan.Consumers > 0 ? LoadFlow.Of(consumed, seconds, plan.SizeBytes) : null,
            ConfirmLatencyUs = LatencySummary.Of(confirm),
            EndToEndLatencyUs = LatencySummary.Of(endToEnd),
            Unanswered = Math.Max(0, Expected(end) - Done(end)),
            Refused = _tallies.Sum(static t => t.Refused),
            Client = LoadUsage.Of(to.ClientCpu - from.ClientCpu, seconds, messages, Environment.WorkingSet),
            Server = plan.ServerPid == 0
                ? null
                : LoadUsage.Of(to.Server.Cpu - from.Server.Cpu, seconds, messages, to.Server.ResidentBytes),
        };
    }
}
