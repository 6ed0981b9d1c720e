using Weir.Broker.Duplicates;
using Weir.Broker.Tracing;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Broker.Queues;

/// <summary>What a <see cref="PublishBatch"/> has gathered for one destination, and the room it holds there.</summary>
internal sealed class OpenBatch : IDisposable
{
    private const int OwnBytes = 512;

    private readonly List<int> _moved = [];
    private readonly List<(int Record, TraceNote Note)> _notes = [];
    private RecordBatchBuilder? _rest;

    public RecordBatchBuilder Builder { get; } = new();

    /// <summary>What it holds for the messages to come, about: itself and its buffers.</summary>
    public int CapacityBytes => OwnBytes + Builder.CapacityBytes + (_rest?.CapacityBytes ?? 0);

    /// <summary>What the destination must not take twice; null where it does not care.</summary>
    public BatchIds? Ids { get; private set; }

    public long ValueBytes { get; private set; }

    public int Reserved { get; private set; }

    public long ReservedBytes { get; private set; }

    /// <summary>The limit that has something reserved for this batch, if any.</summary>
    public QueueLimit? Limit { get; private set; }

    public void Begin(long timestampMs)
    {
        Builder.Reset(timestampMs);
        ValueBytes = 0;
        Ids = null;
        _moved.Clear();
        _notes.Clear();
    }

    /// <summary>The message added last is no publisher's.</summary>
    public void MarkMoved() => _moved.Add(Builder.RecordCount - 1);

    /// <summary>How the message added last came.</summary>
    public void Note(TraceNote note) => _notes.Add((Builder.RecordCount - 1, note));

    /// <summary>
    /// Notes what was stored from an offset on: each message with how it came, and neighbours of which nothing more is
    /// known together.
    /// </summary>
    public void Trace(PartitionTrace trace, ITracedClient? by, long baseOffset)
    {
        long plainFrom = baseOffset, offset = baseOffset;
        int noted = 0;
        HashSet<int>? leftOut = Ids is { DuplicateCount: > 0 } ids ? [.. ids.DuplicateDeltas] : null;
        for (int i = 0; i < Builder.RecordCount; i++)
        {
            bool isNoted = noted < _notes.Count && _notes[noted].Record == i;
            TraceNote? note = isNoted ? _notes[noted++].Note : null;
            if (leftOut?.Contains(i) == true) continue;
            if (note is not null)
            {
                if (offset > plainFrom) trace.Published(by, plainFrom, (int)(offset - plainFrom));
                trace.Published(by, offset, 1, note);
                plainFrom = offset + 1;
            }

            offset++;
        }

        if (offset > plainFrom) trace.Published(by, plainFrom, (int)(offset - plainFrom));
    }

    /// <summary>As above, of a log whose messages wait there for their time: each by its destination's trace.</summary>
    public void TraceParked(PartitionId log, ITracedClient? by, long baseOffset)
    {
        foreach ((int record, TraceNote note) in _notes) note.Destination?.Parked(log, baseOffset + record, by, note);
    }

    /// <summary>Nothing is added any more.</summary>
    public void Complete(Deduplicator? deduplicator)
    {
        ReadOnlySpan<byte> batch = Builder.Complete();
        if (deduplicator is null) return;
        RecordBatchHeader.TryRead(batch, out RecordBatchHeader header);
        Ids = deduplicator.Read(batch, header, _moved, out _);
    }

    /// <summary>
    /// The batch without messages that came before; empty when all did. Under the shard's lock, like what follows.
    /// </summary>
    public ReadOnlyMemory<byte> WithoutDuplicates()
    {
        if (Ids is not { } ids) return Builder.CompletedMemory;
        ids.Owner.Find(ids);
        if (ids.DuplicateCount == 0) return Builder.CompletedMemory;
        ValueBytes = 0;
        if (ids.DuplicateCount == Builder.RecordCount) return default;
        RecordBatchHeader.TryRead(Builder.CompletedMemory.Span, out RecordBatchHeader header);
        _rest ??= new RecordBatchBuilder();
        ValueBytes = ids.WriteRest(_rest, Builder.CompletedMemory.Span, header, keepsOffsets: false);
        return _rest.CompletedMemory;
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

    public void Dispose()
    {
        Builder.Dispose();
        _rest?.Dispose();
    }
}
