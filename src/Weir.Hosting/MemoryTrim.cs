namespace Weir.Hosting;

/// <summary>
/// Gives memory back after a peak. The runtime collects when somebody allocates and keeps what it has collected for
/// who allocates next, so a broker that was flooded and is left alone would hold the flood's memory for hours. When
/// little is allocated any more and the heap has grown since the last time, this collects and gives back what is free,
/// in one pause that is short because little is in use. A large heap is collected beside the work first; when much of
/// it is in use indeed, it is left alone. The first calm moment is the end of the start, which leaves things behind
/// whatever the heap's size.
/// </summary>
public sealed class MemoryTrim : IDisposable
{
    private const long WorthwhileBytes = 64L << 20;
    private const long InUseBytesMax = 512L << 20;
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private readonly ITimer _timer;
    private long _allocatedBytes;
    private long _keptBytes;
    private int _collections;
    private bool _isCollected;

    public MemoryTrim(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _timer = time.CreateTimer(static state => ((MemoryTrim)state!).Look(), this, LookInterval, LookInterval);
    }

    public void Dispose() => _timer.Dispose();

    private static long HeapBytes =>
        Math.Max(GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes, GC.GetTotalMemory(forceFullCollection: false));

    private void Look()
    {
        long allocatedBytes = GC.GetTotalAllocatedBytes();
        int collections = GC.CollectionCount(GC.MaxGeneration);
        bool isCalm = allocatedBytes - _allocatedBytes < WorthwhileBytes && collections == _collections;
        _allocatedBytes = allocatedBytes;
        _collections = collections;
        if (!isCalm || (_keptBytes > 0 && HeapBytes - _keptBytes < WorthwhileBytes)) return;
        bool isLarge = GC.GetTotalMemory(forceFullCollection: false) > InUseBytesMax;
        if (isLarge && !_isCollected)
        {
            _isCollected = true;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            return;
        }

        if (!isLarge) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _isCollected = false;
        _keptBytes = HeapBytes;
        _collections = GC.CollectionCount(GC.MaxGeneration);
    }
}
