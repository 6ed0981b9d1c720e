namespace Weir.Hosting;

/// <summary>
/// Gives memory back after a peak. The runtime collects when somebody allocates and keeps what it has collected for
/// who allocates next, so a broker that was flooded and is left alone would hold the flood's memory for hours. When
/// little is allocated any more, this collects beside the work what has gathered; and once it knows that most of a
/// large heap is free, it gives that back in one pause, which is short because little is in use.
/// </summary>
public sealed class MemoryTrim : IDisposable
{
    private const long WorthwhileBytes = 64L << 20;
    private const long InUseBytesMax = 512L << 20;
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private readonly ITimer _timer;
    private long _allocatedBytes;
    private int _collections;

    public MemoryTrim(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _timer = time.CreateTimer(static state => ((MemoryTrim)state!).Look(), this, LookInterval, LookInterval);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        long allocatedBytes = GC.GetTotalAllocatedBytes();
        int collections = GC.CollectionCount(GC.MaxGeneration);
        bool isCalm = allocatedBytes - _allocatedBytes < WorthwhileBytes && collections == _collections;
        _allocatedBytes = allocatedBytes;
        _collections = collections;
        if (!isCalm) return;
        GCMemoryInfo last = LastFull();
        long inUseBytes = GC.GetTotalMemory(forceFullCollection: false);
        long gatheredBytes = inUseBytes - (last.HeapSizeBytes - last.FragmentedBytes);
        long freeBytes = GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes - inUseBytes;
        if (gatheredBytes >= WorthwhileBytes)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        else if (freeBytes >= Math.Max(WorthwhileBytes, inUseBytes) && inUseBytes <= InUseBytesMax)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private static GCMemoryInfo LastFull()
    {
        GCMemoryInfo blocking = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        GCMemoryInfo background = GC.GetGCMemoryInfo(GCKind.Background);
        return blocking.Index > background.Index ? blocking : background;
    }
}
