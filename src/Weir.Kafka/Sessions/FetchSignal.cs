using System.Threading.Tasks.Sources;
using Weir.Storage.Logs;

namespace Weir.Kafka.Sessions;

/// <summary>
/// Wakes a long poll when one of its partitions grows, or at its deadline. Registered with the same partitions from one
/// poll to the next, so that a consumer's steady polling costs no registration. One waiter at a time.
/// </summary>
internal sealed class FetchSignal : IAppendObserver, IValueTaskSource, IDisposable
{
    private readonly Lock _sync = new();
    private readonly List<PartitionLog> _logs = [];
    private readonly ITimer _timer;
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private bool _raised;
    private bool _waiting;

    public FetchSignal(TimeProvider time) =>
        _timer = time.CreateTimer(static s => ((FetchSignal)s!).Raise(), this, Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);

    /// <summary>Forgets what was raised so far. Call before looking at the partitions.</summary>
    public void Clear()
    {
        lock (_sync) _raised = false;
    }

    public void Watch(List<FetchTarget> targets)
    {
        if (IsWatching(targets)) return;
        Unwatch();
        foreach (FetchTarget target in targets)
        {
            if (target.Partition?.Log is not { } log || _logs.Contains(log)) continue;
            _logs.Add(log);
            log.AddObserver(this);
        }
    }

    /// <summary>
    /// Completes when something was appended since <see cref="Clear"/>, or after <paramref name="timeout"/>.
    /// </summary>
    public ValueTask WaitAsync(TimeSpan timeout)
    {
        lock (_sync)
        {
            if (_raised) return default;
            _core.Reset();
            _waiting = true;
        }

        _timer.Change(timeout, Timeout.InfiniteTimeSpan);
        return new ValueTask(this, _core.Version);
    }

    public void OnAppended(PartitionLog log) => Raise();

    /// <summary>Also called when the connection ends.</summary>
    public void Raise()
    {
        lock (_sync)
        {
            _raised = true;
            if (!_waiting) return;
            _waiting = false;
        }

        _core.SetResult(true);
    }

    public void Dispose()
    {
        Unwatch();
        _timer.Dispose();
    }

    void IValueTaskSource.GetResult(short token)
    {
        _core.GetResult(token);
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private bool IsWatching(List<FetchTarget> targets)
    {
        int known = 0;
        foreach (FetchTarget target in targets)
        {
            if (target.Partition?.Log is not { } log) continue;
            if (known >= _logs.Count || !ReferenceEquals(_logs[known], log)) return false;
            known++;
        }

        return known == _logs.Count;
    }

    private void Unwatch()
    {
        foreach (PartitionLog log in _logs) log.RemoveObserver(this);
        _logs.Clear();
    }
}
