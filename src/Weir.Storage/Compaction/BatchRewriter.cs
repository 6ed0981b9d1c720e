using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Storage.Compaction;

/// <summary>
/// Decides record by record what one pass keeps, and encodes batches that lose some anew: same base offset, last
/// offset, producer and codec, so offsets and sequences stay what they were. What a batch may not lose:
/// <list type="bullet">
/// <item>a record whose key the map does not know as newer; a record without a key has no newer one;</item>
/// <item>a tombstone before its horizon, which is set (attribute bit 6, in the base timestamp's place) by the pass that
/// removed what the tombstone deletes. Below a batch that had to be copied nothing is known, so no horizon is set or
/// honoured behind it;</item>
/// <item>its last offset, if it ends its run: reading on from there must find a batch, even an empty one.</item>
/// </list>
/// </summary>
internal sealed class BatchRewriter(KeyMap map, long mapEnd, long startOffset, long nowMs, long deleteRetentionMs)
    : IDisposable
{
    private readonly BatchRecords _source = new();
    private readonly RecordBatchBuilder _builder = new();
    private bool[] _keep = [];
    private bool _copiedSome;

    public long RecordsRemoved { get; private set; }

    /// <summary>Whether anything written since this was last cleared differs from its source.</summary>
    public bool HasChanged { get; set; }

    /// <summary>Writes what stays of a batch. <paramref name="isLast"/>: the batch ends its run.</summary>
    public void Rewrite(ReadOnlySpan<byte> batch, in RecordBatchHeader header, bool isLast, PooledBufferWriter output)
    {
        if (header.NextOffset <= startOffset)
        {
            Drop(header, isLast, output);
            return;
        }

        if (header.BaseOffset >= mapEnd || !_source.TryRead(batch, header, out ReadOnlySpan<byte> records))
        {
            _copiedSome = true;
            output.Write(batch);
            return;
        }

        Selection kept = Select(records, header);
        if (kept.Records == 0) Drop(header, isLast, output);
        else if (kept.Records == header.RecordCount && !kept.SetsHorizon) output.Write(batch);
        else Encode(records, header, kept, output);
    }

    public void Dispose()
    {
        _source.Dispose();
        _builder.Dispose();
    }

    private Selection Select(ReadOnlySpan<byte> records, in RecordBatchHeader header)
    {
        if (_keep.Length < header.RecordCount) _keep = new bool[header.RecordCount];
        int kept = 0, tombstones = 0, proven = 0;
        var reader = new RecordReader(records, header.RecordCount);
        for (int i = 0; reader.TryRead(out RecordView record); i++)
        {
            long offset = header.BaseOffset + record.OffsetDelta;
            long newest = record.IsKeyNull ? -1 : map.Find(record.Key);
            bool isTombstone = !record.IsKeyNull && record.IsValueNull;
            bool isOver = isTombstone && !_copiedSome && header.HasDeleteHorizon && header.BaseTimestamp <= nowMs;
            _keep[i] = newest <= offset && !isOver;
            if (!_keep[i]) continue;
            kept++;
            if (!isTombstone) continue;
            tombstones++;
            if (newest == offset) proven++;
        }

        bool hasHorizon = tombstones > 0 && header.HasDeleteHorizon;
        bool sets = tombstones > 0 && proven == tombstones && !hasHorizon && !_copiedSome;
        return new Selection(kept, hasHorizon, sets);
    }

    private void Drop(in RecordBatchHeader header, bool isLast, PooledBufferWriter output)
    {
        RecordsRemoved += header.RecordCount;
        HasChanged |= header.RecordCount > 0 || !isLast;
        if (!isLast) return;
        _builder.Reset(-1, CompressionCodec.None, header.ProducerId, header.ProducerEpoch, header.BaseSequence);
        _builder.BaseOffset = header.BaseOffset;
        _builder.LeaderEpoch = header.LeaderEpoch;
        output.Write(_builder.Complete(header.LastOffsetDelta));
    }

    private void Encode(
        ReadOnlySpan<byte> records, in RecordBatchHeader header, Selection kept, PooledBufferWriter output)
    {
        long horizon = nowMs > long.MaxValue - deleteRetentionMs ? long.MaxValue : nowMs + deleteRetentionMs;
        long baseTimestamp = kept.SetsHorizon ? horizon : header.BaseTimestamp;
        _builder.Reset(
            baseTimestamp, header.Compression, header.ProducerId, header.ProducerEpoch, header.BaseSequence);
        _builder.BaseOffset = header.BaseOffset;
        _builder.LeaderEpoch = header.LeaderEpoch;
        var reader = new RecordReader(records, header.RecordCount);
        for (int i = 0; reader.TryRead(out RecordView record); i++)
        {
            if (!_keep[i]) continue;
            _builder.Add(
                record.OffsetDelta, header.BaseTimestamp + record.TimestampDelta, record.Key, record.IsKeyNull,
                record.Value, record.IsValueNull, record.RawHeaders, record.HeaderCount);
        }

        _builder.Complete(header.LastOffsetDelta);
        Span<byte> made = _builder.CompletedMemory.Span;
        if (header.IsLogAppendTime) RecordBatchPatch.SetLogAppendTime(made, header.MaxTimestamp);
        if (kept.SetsHorizon || kept.HasHorizon) RecordBatchPatch.SetDeleteHorizon(made);
        output.Write(made);
        RecordsRemoved += header.RecordCount - kept.Records;
        HasChanged = true;
    }

    private readonly record struct Selection(int Records, bool HasHorizon, bool SetsHorizon);
}
