using Weir.Kafka.Wire;
using Weir.Wire.Records;

namespace Weir.Client;

/// <summary>
/// Collects records into one batch a partition and sends a batch when it is full, or all of them when told to. A record
/// without a key goes to the partition whose turn it is until that one's batch is sent, so that batches stay large.
/// What <see cref="Acknowledged"/> counts is stored.
/// </summary>
internal sealed class BatchProducer : IDisposable
{
    // Half of what a broker takes by default; a single larger record makes a batch of its own.
    private const int BatchBytes = 512 << 10;

    // From version 13 on, topics go by their id.
    private const short ProduceVersionMax = 12;
    private const short AllReplicas = -1;

    private readonly KafkaConnection _connection;
    private readonly string _topic;
    private readonly int? _partition;
    private readonly CompressionCodec _codec;
    private readonly RecordBatchBuilder?[] _batches;
    private int _turn;

    public BatchProducer(
        KafkaConnection connection, string topic, int partitions, int? partition, CompressionCodec codec)
    {
        _connection = connection;
        _topic = topic;
        _partition = partition;
        _codec = codec;
        _batches = new RecordBatchBuilder?[partitions];
    }

    public long Acknowledged { get; private set; }

    public long AcknowledgedBytes { get; private set; }

    public int PartitionCount => _batches.Length;

    /// <summary>Adds a record; true when the batch it went into is full and <see cref="FlushAsync"/> is due.</summary>
    public bool Add(in RecordToSend record, int? partition = null)
    {
        int index = partition ?? _partition
            ?? (record.IsKeyNull ? _turn : Murmur2.PartitionOf(record.Key, _batches.Length));
        RecordBatchBuilder batch = _batches[index] ??= new RecordBatchBuilder();
        if (batch.RecordCount == 0) batch.Reset(record.TimestampMs, _codec);
        batch.Add(
            record.TimestampMs, record.Key, record.IsKeyNull, record.Value, record.IsValueNull,
            record.RawHeaders, record.HeaderCount);
        return batch.SizeBytes >= BatchBytes;
    }

    /// <summary>Sends the batches that are full, or all that have records.</summary>
    public async Task FlushAsync(bool fullOnly, CancellationToken cancel)
    {
        for (int i = 0; i < _batches.Length; i++)
        {
            if (_batches[i] is not { RecordCount: > 0 } batch || (fullOnly && batch.SizeBytes < BatchBytes)) continue;
            await SendAsync(i, batch, cancel);
            batch.Reset(0);
            if (i == _turn) _turn = (_turn + 1) % _batches.Length;
        }
    }

    public void Dispose()
    {
        foreach (RecordBatchBuilder? batch in _batches) batch?.Dispose();
    }

    private async Task SendAsync(int partition, RecordBatchBuilder batch, CancellationToken cancel)
    {
        batch.Complete();
        ProduceRequest request = new()
        {
            Acks = AllReplicas,
            TimeoutMs = _connection.TimeoutMs,
            TopicData =
            [
                new ProduceRequest.Topic
                {
                    Name = _topic,
                    PartitionData =
                        [new ProduceRequest.Partition { Index = partition, Records = batch.CompletedMemory }],
                },
            ],
        };
        ProduceResponse response = await _connection.CallAsync(request, ProduceVersionMax, cancel);
        ProduceResponse.Partition answer = response.Responses[0].PartitionResponses[0];
        BrokerErrors.CheckTopic(answer.ErrorCode, answer.ErrorMessage, _topic);
        Acknowledged += batch.RecordCount;
        AcknowledgedBytes += batch.CompletedMemory.Length;
    }
}
