using Weir.Kafka.Wire;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Client;

/// <summary>
/// Reads partitions of one topic from given offsets on, each up to its end if it has one. It remembers where each
/// partition goes on: behind the last record that was handed out.
/// </summary>
internal sealed class PartitionReader : IDisposable
{
    // From version 13 on, topics go by their id.
    private const short FetchVersionMax = 12;
    private const int FetchBytesMax = 8 << 20;
    private const int PartitionBytesMax = 1 << 20;
    private const int WaitMsMax = 500;
    private const long DecompressedBytesMax = 1L << 30;

    private readonly KafkaConnection _connection;
    private readonly string _topic;
    private readonly SortedDictionary<int, long> _positions = [];
    private readonly Dictionary<int, long> _ends;
    private readonly PooledBufferWriter _plain = new();

    /// <param name="connection">To the broker.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="positions">Where each partition begins.</param>
    /// <param name="ends">Where a partition ends; one that is missing here has no end.</param>
    public PartitionReader(
        KafkaConnection connection,
        string topic,
        IEnumerable<KeyValuePair<TopicPartition, long>> positions,
        IEnumerable<KeyValuePair<TopicPartition, long>> ends)
    {
        _connection = connection;
        _topic = topic;
        foreach ((TopicPartition at, long offset) in positions) _positions[at.Partition] = offset;
        _ends = ends.ToDictionary(static e => e.Key.Partition, static e => e.Value);
    }

    /// <summary>False once every partition has reached its end.</summary>
    public bool HasMore => _positions.Any(p => !IsAtEnd(p.Key));

    public IEnumerable<KeyValuePair<TopicPartition, long>> Positions =>
        _positions.Select(p => KeyValuePair.Create(new TopicPartition(_topic, p.Key), p.Value));

    /// <summary>A partition lost records that were still to be read: its number, and where it goes on.</summary>
    public event Action<int, long>? Skipped;

    /// <summary>Asks once; the answer is empty when nothing came within half a second.</summary>
    public async Task<IReadOnlyList<FetchResponse.PartitionData>> FetchAsync(CancellationToken cancel)
    {
        FetchRequest request = new()
        {
            MaxWaitMs = Math.Min(WaitMsMax, _connection.TimeoutMs / 2),
            MinBytes = 1,
            MaxBytes = FetchBytesMax,
            Topics =
            [
                new FetchRequest.FetchTopic
                {
                    Topic = _topic,
                    Partitions =
                    [
                        .. _positions.Where(p => !IsAtEnd(p.Key)).Select(static p => new FetchRequest.FetchPartition
                        {
                            Partition = p.Key,
                            FetchOffset = p.Value,
                            PartitionMaxBytes = PartitionBytesMax,
                        }),
                    ],
                },
            ],
        };
        FetchResponse response = await _connection.CallAsync(request, FetchVersionMax, cancel);
        BrokerErrors.CheckTopic(response.ErrorCode, null, _topic);
        FetchResponse.PartitionData[] partitions = [.. response.Responses.SelectMany(static t => t.Partitions)];
        foreach (FetchResponse.PartitionData partition in partitions)
        {
            if (partition.ErrorCode == KafkaError.OffsetOutOfRange) await SkipAsync(partition.PartitionIndex, cancel);
            else BrokerErrors.CheckTopic(partition.ErrorCode, null, _topic);
        }

        return partitions;
    }

    /// <summary>
    /// Hands the records of an answer to <paramref name="take"/>, in order, until it says false; the position is then
    /// behind the last one taken.
    /// </summary>
    public bool Read(FetchResponse.PartitionData data, TakeRecord take)
    {
        if (data.Records is not { } records) return true;
        RecordBatchEnumerator batches = new(records.Span);
        while (!IsAtEnd(data.PartitionIndex) && batches.MoveNext())
        {
            if (!ReadBatch(data.PartitionIndex, batches.Batch, take)) return false;
        }

        // The last batch of an answer may be cut short; it comes whole with the next one.
        return true;
    }

    public void Dispose() => _plain.Dispose();

    private bool IsAtEnd(int partition) => _ends.TryGetValue(partition, out long end) && _positions[partition] >= end;

    private bool ReadBatch(int partition, ReadOnlySpan<byte> batch, TakeRecord take)
    {
        BatchError error = RecordBatchValidator.CheckHeaderAndCrc(batch, out RecordBatchHeader header);
        if (error != BatchError.None) throw Damaged(partition, header, error);
        if (header.IsControl)
        {
            _positions[partition] = Math.Max(_positions[partition], header.NextOffset);
            return true;
        }

        RecordReader reader = new(Plain(partition, batch[RecordBatchHeader.Bytes..], header), header.RecordCount);
        while (reader.TryRead(out RecordView record))
        {
            long offset = header.BaseOffset + record.OffsetDelta;
            if (offset < _positions[partition]) continue;
            if (IsAtEnd(partition)) return true;
            long timestamp = header.IsLogAppendTime
                ? header.MaxTimestamp
                : header.BaseTimestamp + record.TimestampDelta;
            if (!take(partition, offset, timestamp, record)) return false;
            _positions[partition] = offset + 1;
        }

        if (reader.IsMalformed) throw Damaged(partition, header, BatchError.BadRecord);
        _positions[partition] = Math.Max(_positions[partition], header.NextOffset);
        return true;
    }

    private ReadOnlySpan<byte> Plain(int partition, ReadOnlySpan<byte> records, in RecordBatchHeader header)
    {
        if (header.Compression == CompressionCodec.None) return records;
        _plain.Reset();
        BatchError error = RecordCompression.Decompress(header.Compression, records, _plain, DecompressedBytesMax);
        return error == BatchError.None ? _plain.WrittenSpan : throw Damaged(partition, header, error);
    }

    private BrokerException Damaged(int partition, in RecordBatchHeader header, BatchError error) =>
        new(error == BatchError.UnsupportedCodec
            ? $"partition {partition} of '{_topic}' has records compressed with {header.Compression}, whose library is "
                + "not on this machine"
            : $"partition {partition} of '{_topic}' has a damaged batch at offset {header.BaseOffset} ({error})");

    private async Task SkipAsync(int partition, CancellationToken cancel)
    {
        TopicPartition at = new(_topic, partition);
        var start = await _connection.GetOffsetsAsync([at], OffsetTarget.BeginningTimestamp, cancel);
        var end = await _connection.GetOffsetsAsync([at], OffsetTarget.EndTimestamp, cancel);
        _positions[partition] = _positions[partition] > end[at] ? end[at] : start[at];
        if (_ends.TryGetValue(partition, out long until)) _ends[partition] = Math.Min(until, end[at]);
        Skipped?.Invoke(partition, _positions[partition]);
    }
}
