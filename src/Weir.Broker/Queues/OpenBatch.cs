using Weir.Wire.Records;

namespace Weir.Broker.Queues;

/// <summary>What a <see cref="PublishBatch"/> has gathered for one destination, and the room it holds there.</summary>
internal sealed class OpenBatch : IDisposable
{
    public RecordBatchBuilder Builder { get; } = new();

    public long ValueBytes { get; private set; }

    public int Reserved { get; private set; }

    public long ReservedBytes { get; private set; }

    /// <summary>The limit that has something reserved for this batch, if any.</summary>
    public QueueLimit? Limit { get; private set; }

    public void Begin(long timestampMs)
    {
        Builder.Reset(timestampMs);
        ValueBytes = 0;
    }

    /// <summary>False when there is no room.</summary>
    public bool TryReserve(QueueLimit limit, int valueBytes)
    {
        if (!limit.TryReserve(1, valueBytes)) return false;
        Limit = limit;
        Reserved++;
        ReservedBytes += valueBytes;
        return true;
    }

    public void Add(
        long timestampMs,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> value,
        ReadOnlySpan<byte> rawHeaders,
        int headerCount)
    {
        Builder.Add(timestampMs, key, key.IsEmpty, value, false, rawHeaders, headerCount);
        ValueBytes += value.Length;
    }

    public void Add(long timestampMs, in RecordView record, ReadOnlySpan<byte> rawHeaders, int headerCount)
    {
        Builder.Add(
            timestampMs, record.Key, record.IsKeyNull, record.Value, record.IsValueNull, rawHeaders, headerCount);
        ValueBytes += record.Value.Length;
    }

    /// <summary>The messages are in the queue: they take up the room themselves.</summary>
    public void OnAppended()
    {
        Limit = null;
        Reserved = 0;
        ReservedBytes = 0;
    }

    /// <summary>The messages will not come.</summary>
    public void Abandon()
    {
        Limit?.Return(Reserved, ReservedBytes);
        OnAppended();
    }

    public void Dispose() => Builder.Dispose();
}
