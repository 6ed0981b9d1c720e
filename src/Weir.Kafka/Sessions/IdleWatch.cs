namespace Weir.Kafka.Sessions;

/// <summary>Closes a connection that has neither sent nor been sent anything for too long.</summary>
internal sealed class IdleWatch : IDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly Action _close;
    private readonly ITimer _timer;
    private long _last;

    public IdleWatch(TimeProvider time, TimeSpan limit, Action close)
    {
        _time = time;
        _limit = limit;
        _close = close;
        _last = time.GetTimestamp();
        TimeSpan period = limit / 4;
        _timer = time.CreateTimer(static s => ((IdleWatch)s!).Check(), this, period, period);
    }

    /// <summary>Something happened.</summary>
    public void Touch() => Volatile.Write(ref _last, _time.GetTimestamp());

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _last)) >= _limit) _close();
    }
}
