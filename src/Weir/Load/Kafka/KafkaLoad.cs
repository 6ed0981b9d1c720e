using System.Buffers.Binary;
using Weir.Client;
using Weir.Kafka.Wire;

namespace Weir.Load.Kafka;

/// <summary>
/// Load over Kafka's protocol: one topic of uncompressed records, acks=all, consumers that read their share of the
/// partitions without a group. It speaks to the one broker that it is given, which must lead the partitions.
/// </summary>
internal sealed class KafkaLoad : ILoadProtocol
{
    public const string ClientId = "weir-bench";

    // Later versions name the topic by its id.
    private const short DeleteTopicsVersionMax = 5;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private long[] _offsets = [];

    public string Name => "kafka";

    /// <summary>Cuts the first size-prefixed answer off the input.</summary>
    public static bool TryFrame(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> answer)
    {
        answer = default;
        if (input.Length < sizeof(int)) return false;
        int bytes = BinaryPrimitives.ReadInt32BigEndian(input);
        if (bytes < 0) throw new LoadException("the broker does not speak Kafka's protocol");
        if (input.Length - sizeof(int) < bytes) return false;
        answer = input.Slice(sizeof(int), bytes);
        return true;
    }

    public async Task PrepareAsync(LoadPlan plan, CancellationToken cancel)
    {
        await using KafkaConnection connection = await KafkaConnection.OpenAsync(plan.Target, Timeout, cancel);
        CreateTopicsRequest request = new()
        {
            TimeoutMs = connection.TimeoutMs,
            Topics =
            [
                new CreateTopicsRequest.CreatableTopic
                {
                    Name = plan.Name,
                    NumPartitions = plan.Lanes,
                    ReplicationFactor = -1,
                },
            ],
        };
        CreateTopicsResponse.CreatableTopicResult created = (await connection.CallAsync(request, cancel)).Topics[0];
        if (created.ErrorCode != KafkaError.TopicAlreadyExists || !plan.Keep)
            BrokerErrors.CheckTopic(created.ErrorCode, created.ErrorMessage, plan.Name);

        // A consumer begins at what is kept, so that a topic from before can be read.
        TopicPartition[] partitions =
            [.. Enumerable.Range(0, plan.Lanes).Select(i => new TopicPartition(plan.Name, i))];
        var first = await connection.GetOffsetsAsync(
            partitions, plan.Producers > 0 ? OffsetTarget.EndTimestamp : OffsetTarget.BeginningTimestamp, cancel);
        _offsets = [.. partitions.Select(p => first[p])];
    }

    public LoadConnection OpenProducer(LoadPlan plan, int index, LoadSpan span, LoadTally tally) =>
        KafkaProducer.Open(plan, index, span, tally);

    public LoadConnection OpenConsumer(LoadPlan plan, int index, LoadSpan span, LoadTally tally) =>
        KafkaConsumer.Open(plan, index, _offsets, span, tally);

    public async Task CleanUpAsync(LoadPlan plan, CancellationToken cancel)
    {
        await using KafkaConnection connection = await KafkaConnection.OpenAsync(plan.Target, Timeout, cancel);
        DeleteTopicsRequest request = new() { TopicNames = [plan.Name], TimeoutMs = connection.TimeoutMs };
        DeleteTopicsResponse response = await connection.CallAsync(request, DeleteTopicsVersionMax, cancel);
        BrokerErrors.CheckTopic(response.Responses[0].ErrorCode, response.Responses[0].ErrorMessage, plan.Name);
    }
}
