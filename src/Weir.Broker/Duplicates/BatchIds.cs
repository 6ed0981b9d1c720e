using System.Runtime.InteropServices;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Duplicates;

/// <summary>
/// The ids of one batch's messages, and which of these are duplicates: of one before them in the batch, as far as that
/// can be told by reading it, or of what the queue remembers. Makes the batch without them.
/// </summary>
internal sealed class BatchIds(Deduplicator owner)
{
    private readonly List<(int Delta, UInt128 Id, bool IsDuplicate)> _entries = [];

    public Deduplicator Owner => owner;

    public int Count => _entries.Count;

    public int DuplicateCount { get; private set; }

    /// <summary>Offset deltas of the duplicates, ascending.</summary>
    public IEnumerable<int> DuplicateDeltas => _entries.Where(static e => e.IsDuplicate).Select(static e => e.Delta);

    /// <summary>False when the batch unpacks to more than can ever be read.</summary>
    /// <param name="exempt">Places in the batch of messages that are no publisher's, ascending.</param>
    public bool TryRead(MessageIds ids, ReadOnlySpan<byte> batch, in RecordBatchHeader header, List<int>? exempt)
    {
        using var plain = new PooledBufferWriter();
        BatchError error =
            RecordBatchRecords.Open(batch, header, plain, RecordBatchRecords.StoredBytesMax, out var records);
        if (error != BatchError.None) return false;
        var seen = new HashSet<UInt128>();
        var reader = new RecordReader(records, header.RecordCount);
        for (int place = 0, next = 0; reader.TryRead(out RecordView record); place++)
        {
            if (exempt is not null && next < exempt.Count && exempt[next] == place)
            {
                next++;
                continue;
            }

            if (!ids.TryHash(record, out UInt128 id)) continue;
            bool isFirst = seen.Add(id);
            _entries.Add((record.OffsetDelta, id, !isFirst));
            if (!isFirst) DuplicateCount++;
        }

        return true;
    }

    /// <summary>Marks what the queue remembers; true when that is more than was marked before.</summary>
    public bool Mark(RememberedIds remembered, long nowMs, long windowMs)
    {
        int before = DuplicateCount;
        foreach (ref (int Delta, UInt128 Id, bool IsDuplicate) entry in CollectionsMarshal.AsSpan(_entries))
        {
            if (entry.IsDuplicate || !remembered.Contains(entry.Id, nowMs, windowMs)) continue;
            entry.IsDuplicate = true;
            DuplicateCount++;
        }

        return DuplicateCount > before;
    }

    /// <summary>Adds the ids of those that are no duplicates to an event.</summary>
    public void Write(PooledBufferWriter output)
    {
        foreach ((_, UInt128 id, bool isDuplicate) in _entries)
            if (!isDuplicate) RememberEvent.Add(output, id);
    }

    /// <summary>
    /// Writes the batch without the duplicates and completes it if any are left, or <paramref name="keepsOffsets"/>,
    /// with which it covers the offsets of those too. Gives the bytes of the values that are left.
    /// </summary>
    public long WriteRest(
        RecordBatchBuilder rest, ReadOnlySpan<byte> batch, in RecordBatchHeader header, bool keepsOffsets)
    {
        using var plain = new PooledBufferWriter();
        // It was read before: it can be read.
        RecordBatchRecords.Open(batch, header, plain, RecordBatchRecords.StoredBytesMax, out var records);
        bool isEmpty = DuplicateCount == header.RecordCount;
        rest.Reset(
            header.BaseTimestamp, isEmpty ? CompressionCodec.None : header.Compression, header.ProducerId,
            header.ProducerEpoch, header.BaseSequence);
        long valueBytes = 0;
        int next = 0;
        var reader = new RecordReader(records, header.RecordCount);
        while (reader.TryRead(out RecordView record))
        {
            bool hasId = next < _entries.Count && _entries[next].Delta == record.OffsetDelta;
            if (hasId && _entries[next++].IsDuplicate) continue;
            rest.Add(
                keepsOffsets ? record.OffsetDelta : rest.LastOffsetDelta + 1,
                header.BaseTimestamp + record.TimestampDelta, record.Key, record.IsKeyNull, record.Value,
                record.IsValueNull, record.RawHeaders, record.HeaderCount);
            valueBytes += record.Value.Length;
        }

        if (keepsOffsets) rest.Complete(header.LastOffsetDelta);
        else if (!isEmpty) rest.Complete();
        if (header.IsLogAppendTime && (keepsOffsets || !isEmpty))
            RecordBatchPatch.SetLogAppendTime(rest.CompletedMemory.Span, header.MaxTimestamp);
        return valueBytes;
    }
}
