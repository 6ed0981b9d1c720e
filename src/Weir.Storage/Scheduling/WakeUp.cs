namespace Weir.Storage.Scheduling;

/// <summary>
/// Lets one waiter sleep until somebody sets it or a time is over. Setting it while nobody waits counts for the next
/// wait; setting it twice counts once.
/// </summary>
internal sealed class WakeUp : IDisposable
{
    private readonly Lock _sync = new();
    private readonly ITimer _timer;
    private TaskCompletionSource? _waiting;
    private bool _isSet;

    public WakeUp(TimeProvider time)
    {
        _timer = time.CreateTimer(
            static state => ((WakeUp)state!).Set(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Set()
    {
        lock (_sync)
        {
            _isSet = _waiting is null;
            _waiting?.SetResult();
            _waiting = null;
        }
    }

    public Task WaitAsync(TimeSpan atMost)
    {
        lock (_sync)
        {
            if (_isSet)
            {
                _isSet = false;
                return Task.CompletedTask;
            }

            _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _timer.Change(atMost, Timeout.InfiniteTimeSpan);
            return _waiting.Task;
        }
    }

    public void Dispose() => _timer.Dispose();
}
