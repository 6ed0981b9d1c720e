namespace Weir.Storage.Logs;

/// <summary>
/// Whether the disk has room for what clients publish. It is short while less is free than a reserve and what the next
/// checkpoint may copy, and while the engine waits for room: then publishes are refused or wait, and what makes room
/// (reading, settling, retention, checkpoints) goes on in the reserve. Looked at on a timer of its own, for a
/// checkpoint may take long.
/// </summary>
public sealed class DiskRoom : IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private readonly Lock _sync = new();
    private readonly IStorageEngine _engine;
    private readonly ChunkPool _pool;
    private readonly ITimer? _timer;
    private TaskCompletionSource _found = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isShort;

    internal DiskRoom(IStorageEngine engine, ChunkPool pool, long freeBytesMin, TimeProvider time)
    {
        _engine = engine;
        _pool = pool;
        FreeBytesMin = freeBytesMin;
        if (freeBytesMin > 0)
            _timer = time.CreateTimer(static state => ((DiskRoom)state!).Look(), this, LookInterval, LookInterval);
    }

    /// <summary>Told when it becomes short, with true, and when there is room again.</summary>
    public event Action<bool>? Changed;

    public bool IsShort => _isShort;

    /// <summary>The reserve, bytes.</summary>
    public long FreeBytesMin { get; }

    /// <summary>Bytes free when it was last looked at.</summary>
    public long FreeBytes { get; private set; } = long.MaxValue;

    /// <summary>Completes when there is room.</summary>
    public Task WhenFoundAsync()
    {
        lock (_sync) return _isShort ? _found.Task : Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    internal void Look()
    {
        bool changed;
        lock (_sync)
        {
            FreeBytes = _engine.FreeBytes;
            // A little more ends it than begins it, or clients would be told of both all the time.
            long wanted = FreeBytesMin + _pool.UsedBytes + (_isShort ? FreeBytesMin / 8 : 0);
            bool isShort = _engine.IsWaitingForRoom || FreeBytes < wanted;
            changed = isShort != _isShort;
            _isShort = isShort;
            if (changed && isShort) _found = new(TaskCreationOptions.RunContinuationsAsynchronously);
            else if (changed) _found.SetResult();
        }

        if (changed) Changed?.Invoke(_isShort);
    }
}
