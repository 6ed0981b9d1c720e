using System.Runtime.CompilerServices;

namespace Weir.Broker.Producers;

/// <summary>
/// One idempotent producer's last batches in one partition. Five are remembered because a producer may have five
/// requests in flight and repeat any of them.
/// </summary>
internal sealed class ProducerEntry
{
    public const int BatchesMax = 5;

    private BatchRing _batches;
    private int _count;
    private int _next;

    public short Epoch { get; private set; } = -1;

    /// <summary>When the broker last took a batch, Unix ms.</summary>
    public long LastSeenMs { get; private set; }

    public int Count => _count;

    public int LastSequence => _count == 0 ? -1 : this[_count - 1].LastSequence;

    /// <summary>Remembered batches, oldest first.</summary>
    public ProducerBatch this[int index] => _batches[(_next - _count + index + BatchesMax) % BatchesMax];

    public void Add(short epoch, in ProducerBatch batch, long nowMs)
    {
        if (epoch != Epoch) _count = 0;
        Epoch = epoch;
        LastSeenMs = nowMs;
        _batches[_next] = batch;
        _next = (_next + 1) % BatchesMax;
        if (_count < BatchesMax) _count++;
    }

    [InlineArray(BatchesMax)]
    private struct BatchRing
    {
        private ProducerBatch _first;
    }
}
