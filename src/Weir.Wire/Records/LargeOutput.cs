using Weir.Wire.Records.Compression;

namespace Weir.Wire.Records;

/// <summary>
/// A place to make large decompressed output in. There are few, as many as an eighth of memory has room for, so that
/// many hostile batches at once take no more than some; who holds a place locks it. Its buffer is used again, because
/// large arrays come and go slower than batches arrive, and goes with the next full collection.
/// </summary>
internal sealed class LargeOutput
{
    /// <summary>
    /// What is smaller needs no place: a buffer of 1 MiB, of which the pool keeps one a thread, takes it.
    /// </summary>
    public const int SmallBytesMax = (1 << 20) - (2 * DecompressionOutput.StepBytes);

    private const int UsualBytes = 64 << 20;

    private static readonly LargeOutput[] All = NewAll();

    private readonly WeakReference<PooledBufferWriter?> _kept = new(null);

    private LargeOutput()
    {
    }

    public Lock Gate { get; } = new();

    /// <summary>The place of this thread, which others may share.</summary>
    public static LargeOutput Pick() => All[Environment.CurrentManagedThreadId % All.Length];

    /// <summary>Under the gate, and until it is left: an empty buffer with room for most.</summary>
    public PooledBufferWriter Take(long maxBytes)
    {
        if (!_kept.TryGetTarget(out PooledBufferWriter? buffer))
            _kept.SetTarget(buffer = new PooledBufferWriter(retainedBytesMax: 2 * UsualBytes));
        buffer.Reset();
        buffer.GetMemory((int)Math.Min(maxBytes, UsualBytes) + DecompressionOutput.StepBytes);
        return buffer;
    }

    private static LargeOutput[] NewAll()
    {
        long room = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8 / UsualBytes;
        var all = new LargeOutput[Math.Clamp(room, 1, Environment.ProcessorCount)];
        for (int i = 0; i < all.Length; i++) all[i] = new LargeOutput();
        return all;
    }
}
