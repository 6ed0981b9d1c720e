using System.Buffers.Binary;
using System.Buffers.Text;
using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Delays;

/// <summary>
/// Takes the records out of a producer's batch that carry a <c>deliver-at</c> in the future, to be parked. What is left
/// keeps its offsets, the producer's numbers and the extent of the whole batch, as if the others had been compacted
/// away: so the answer's base offset and the duplicate check stay true. Reused by its session; not thread-safe.
/// </summary>
public sealed class DelayedRecords : IDisposable
{
    private readonly PooledBufferWriter _plain = new();
    private readonly RecordBatchBuilder _rest = new();
    private readonly List<(int Delta, long DueMs)> _found = [];

    /// <summary>Unix milliseconds: decimal text, or eight octets big-endian.</summary>
    public static ReadOnlySpan<byte> HeaderName => "deliver-at"u8;

    /// <summary>What is parked together with the rest; it goes into the same frame.</summary>
    internal PublishBatch Parked { get; } = new();

    /// <summary>The batch without what is parked.</summary>
    public ReadOnlyMemory<byte> Rest => _rest.CompletedMemory;

    /// <summary>Offset deltas of what is parked, ascending.</summary>
    internal IEnumerable<int> Deltas => _found.Select(static f => f.Delta);

    public static bool IsWanted(Topic topic) => topic.Kind == TopicKind.Queue || topic.Settings.HasDelayedDelivery;

    /// <summary>
    /// Looks at a batch that <see cref="BatchAdmission"/> let in; true when it holds records to be delivered later,
    /// which go with <see cref="Rest"/> to the partition.
    /// </summary>
    public bool TryTake(
        Partition partition,
        DelayLogs delays,
        ReadOnlySpan<byte> batch,
        in RecordBatchHeader header,
        long nowMs,
        out AppendError error)
    {
        error = AppendError.None;
        _found.Clear();
        Parked.Clear();
        // It was checked before: it can be read.
        RecordBatchRecords.Open(
            batch, header, _plain, BatchAdmission.DecompressedBytesMax(partition.Topic.Settings), out var records);
        if (records.IndexOf(HeaderName) < 0 || !TryFind(records, header.RecordCount, nowMs, ref error)) return false;
        if (!Parked.TryReserveDelayed(delays, _found.Count))
        {
            error = AppendError.TooManyDelayed;
            return false;
        }

        Split(partition, records, header, nowMs);
        return true;
    }

    /// <summary>The append is over: what was not stored waits no more.</summary>
    public void Reset() => Parked.Clear();

    public void Dispose()
    {
        _plain.Dispose();
        _rest.Dispose();
        Parked.Dispose();
    }

    private bool TryFind(ReadOnlySpan<byte> records, int count, long nowMs, ref AppendError error)
    {
        var reader = new RecordReader(records, count);
        while (reader.TryRead(out RecordView record))
        {
            foreach (RecordHeaderView header in record.Headers)
            {
                if (!header.Key.SequenceEqual(HeaderName)) continue;
                if (!TryRead(header.Value, out long dueMs))
                {
                    error = AppendError.InvalidRecord;
                    return false;
                }

                if (dueMs > nowMs) _found.Add((record.OffsetDelta, DelayLogs.Limit(dueMs, nowMs)));
                break;
            }
        }

        return _found.Count > 0;
    }

    private static bool TryRead(ReadOnlySpan<byte> value, out long dueMs)
    {
        if (Utf8Parser.TryParse(value, out dueMs, out int used) && used == value.Length) return true;
        return value.Length == sizeof(long) && BinaryPrimitives.TryReadInt64BigEndian(value, out dueMs);
    }

    private void Split(Partition partition, ReadOnlySpan<byte> records, in RecordBatchHeader header, long nowMs)
    {
        bool isEmpty = _found.Count == header.RecordCount;
        _rest.Reset(
            header.BaseTimestamp, isEmpty ? CompressionCodec.None : header.Compression, header.ProducerId,
            header.ProducerEpoch, header.BaseSequence);
        var reader = new RecordReader(records, header.RecordCount);
        int next = 0;
        while (reader.TryRead(out RecordView record))
        {
            if (next < _found.Count && _found[next].Delta == record.OffsetDelta)
            {
                Parked.AddDelayed(partition, _found[next++].DueMs, nowMs, record);
                continue;
            }

            _rest.Add(
                record.OffsetDelta, header.BaseTimestamp + record.TimestampDelta, record.Key, record.IsKeyNull,
                record.Value, record.IsValueNull, record.RawHeaders, record.HeaderCount);
        }

        _rest.Complete(header.LastOffsetDelta);
        Parked.Complete();
    }
}
