namespace Weir.Broker.Delays;

/// <summary>
/// The one timer of all delays: tells each shard when its next record is due. It looks at the clock once a second at
/// least, so that a clock that was set is followed: forward at once, backward by waiting longer.
/// </summary>
internal sealed class DelayClock : IDisposable
{
    private const long IntervalMsMax = 1_000;

    private readonly Lock _sync = new();
    private readonly TimeProvider _time;
    private readonly long[] _dueMs;
    private readonly Action<int> _onDue;
    private readonly ITimer _timer;
    private long _armedMs = long.MaxValue;

    public DelayClock(TimeProvider time, int shards, Action<int> onDue)
    {
        _time = time;
        _dueMs = new long[shards];
        Array.Fill(_dueMs, long.MaxValue);
        _onDue = onDue;
        _timer = time.CreateTimer(
            static state => ((DelayClock)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Calls for the shard at that time, once; the last call counts. MaxValue: not at all.</summary>
    public void Set(int shard, long dueMs)
    {
        lock (_sync)
        {
            _dueMs[shard] = dueMs;
            if (dueMs < _armedMs) Arm(dueMs);
        }

        if (dueMs <= NowMs) Fire();
    }

    public void Dispose() => _timer.Dispose();

    private void Fire()
    {
        while (FireOnce() <= NowMs)
        {
            // Time went by while the timer was set.
        }
    }

    /// <returns>When the next one is due.</returns>
    private long FireOnce()
    {
        long nowMs = NowMs;
        long nextMs = long.MaxValue;
        Span<int> due = stackalloc int[_dueMs.Length];
        int count = 0;
        lock (_sync)
        {
            for (int shard = 0; shard < _dueMs.Length; shard++)
            {
                if (_dueMs[shard] <= nowMs)
                {
                    due[count++] = shard;
                    _dueMs[shard] = long.MaxValue;
                }
                else
                {
                    nextMs = Math.Min(nextMs, _dueMs[shard]);
                }
            }

            Arm(nextMs);
        }

        foreach (int shard in due[..count]) _onDue(shard);
        return nextMs;
    }

    /// <summary>A timer fires a little early at times: never sleep less than a millisecond for that.</summary>
    private void Arm(long dueMs)
    {
        _armedMs = dueMs;
        TimeSpan wait = dueMs == long.MaxValue ? Timeout.InfiniteTimeSpan
            : TimeSpan.FromMilliseconds(Math.Clamp(dueMs - NowMs, 1, IntervalMsMax));
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
