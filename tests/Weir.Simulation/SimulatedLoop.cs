using Weir.Storage.Scheduling;

namespace Weir.Simulation;

/// <summary>
/// Runs everything that a history starts on the one thread that calls <see cref="Run"/>: continuations, since it is the
/// synchronization context, and the work that would go to the thread pool. Which of what is ready comes next is drawn
/// from the seed, so that a seed is one interleaving, the same each time. Invariant: nothing runs beside it.
/// </summary>
internal sealed class SimulatedLoop : SynchronizationContext
{
    private const int StepsMax = 100_000;
    private const int LastShown = 20;
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(5);

    private readonly object _sync = new();
    private readonly List<(SendOrPostCallback Run, object? State)> _ready = [];
    private readonly Queue<TaskCompletionSource> _idle = new();
    private readonly Random? _random;
    private readonly List<string> _last = [];
    private int _steps;

    /// <param name="random">Draws the order; null: first come, first served.</param>
    public SimulatedLoop(Random? random)
    {
        _random = random;
        Work = new LoopQueue(this);
    }

    public WorkQueue Work { get; }

    /// <summary>Completes once nothing is ready to run: whatever goes on then waits for time to pass.</summary>
    public Task IdleAsync()
    {
        var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _idle.Enqueue(idle);
        return idle.Task;
    }

    public void Run(Func<Task> main)
    {
        SynchronizationContext? outer = Current;
        SetSynchronizationContext(this);
        try
        {
            Task task = main();
            while (!task.IsCompleted) Step();
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_sync)
        {
            _ready.Add((d, state));
            Monitor.Pulse(_sync);
        }
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nobody may wait for the loop.");

    public override SynchronizationContext CreateCopy() => this;

    private int ReadyCount
    {
        get
        {
            lock (_sync) return _ready.Count;
        }
    }

    private void Step()
    {
        if (ReadyCount == 0 && _idle.TryDequeue(out TaskCompletionSource? idle)) idle.SetResult();
        (SendOrPostCallback run, object? state) = Take();
        if (_steps++ > StepsMax - LastShown) _last.Add($"{state}");
        if (_steps > StepsMax)
            throw new HistoryException($"it never comes to rest, with {string.Join(", ", _last.Distinct())}");
        run(state);
    }

    private (SendOrPostCallback Run, object? State) Take()
    {
        lock (_sync)
        {
            // Nearly never: cancelling goes through the thread pool.
            if (_ready.Count == 0 && !Monitor.Wait(_sync, StuckAfter))
                throw new HistoryException("nothing goes on, and something is waited for");
            int at = _random is null ? 0 : _random.Next(_ready.Count);
            (SendOrPostCallback, object?) taken = _ready[at];
            _ready.RemoveAt(at);
            return taken;
        }
    }

    private sealed class LoopQueue(SimulatedLoop loop) : WorkQueue
    {
        public override void Post(IThreadPoolWorkItem item) =>
            loop.Post(static state => ((IThreadPoolWorkItem)state!).Execute(), item);
    }
}
