using Weir.Kafka.Wire;

namespace Weir.Benchmarks.Operations;

/// <summary>Requests as clients send them all day.</summary>
internal static class KafkaOperations
{
    private const string Topic = "bench";
    private const short ProduceVersion = 7;
    private const short FetchVersion = 11;

    /// <summary>One batch of <paramref name="records"/> into one partition, acknowledged.</summary>
    public static async Task<IOperation> ProduceAsync(int records)
    {
        KafkaExchange exchange = await OpenAsync();
        exchange.Prepare(Produce(records), ProduceVersion, answerBytesMin: 40);
        return exchange;
    }

    /// <summary>A fetch of one batch that is still in memory.</summary>
    public static async Task<IOperation> FetchTailAsync(int records)
    {
        KafkaExchange exchange = await FilledAsync(records);
        exchange.Prepare(Fetch(), FetchVersion, answerBytesMin: records * 100);
        return exchange;
    }

    /// <summary>A fetch of one batch out of a segment.</summary>
    public static async Task<IOperation> FetchSegmentAsync(int records)
    {
        KafkaExchange exchange = await FilledAsync(records);
        await exchange.Broker.Store.CheckpointAsync(CancellationToken.None);
        exchange.Prepare(Fetch(), FetchVersion, answerBytesMin: records * 100);
        return exchange;
    }

    /// <summary>Metadata of all topics when there are <paramref name="topics"/>.</summary>
    public static async Task<IOperation> MetadataAsync(int topics)
    {
        KafkaExchange exchange = await KafkaExchange.OpenAsync();
        for (int i = 0; i < topics; i++) await Topics.CreateAsync(exchange.Broker, $"topic-{i}");
        exchange.Prepare(new MetadataRequest { Topics = null }, 9, answerBytesMin: topics * 20);
        return exchange;
    }

    /// <summary>One offset of a group without members, committed.</summary>
    public static async Task<IOperation> OffsetCommitAsync()
    {
        KafkaExchange exchange = await OpenAsync();
        var request = new OffsetCommitRequest
        {
            GroupId = "readers",
            Topics =
            [
                new OffsetCommitRequest.Topic
                {
                    Name = Topic,
                    Partitions = [new OffsetCommitRequest.Partition { CommittedOffset = 7, CommittedMetadata = "" }],
                },
            ],
        };
        exchange.Prepare(request, 7, answerBytesMin: 20);
        return exchange;
    }

    /// <summary>A heartbeat of a group's only member.</summary>
    public static async Task<IOperation> HeartbeatAsync()
    {
        KafkaExchange exchange = await OpenAsync();
        var protocol = new JoinGroupRequest.Protocol { Name = "range" };
        var join = new JoinGroupRequest
        {
            GroupId = "readers",
            SessionTimeoutMs = 30_000,
            RebalanceTimeoutMs = 30_000,
            ProtocolType = "consumer",
            Protocols = [protocol],
        };
        JoinGroupResponse joined = await exchange.SendAsync(join, 3);
        var assignment = new SyncGroupRequest.MemberAssignment { MemberId = joined.MemberId };
        var sync = new SyncGroupRequest
        {
            GroupId = "readers",
            GenerationId = joined.GenerationId,
            MemberId = joined.MemberId,
            Assignments = [assignment],
        };
        await exchange.SendAsync(sync, 2);
        var heartbeat = new HeartbeatRequest
        {
            GroupId = "readers", GenerationId = joined.GenerationId, MemberId = joined.MemberId,
        };
        HeartbeatResponse alive = await exchange.SendAsync(heartbeat, 3);
        if (alive.ErrorCode != KafkaError.None)
            throw new InvalidOperationException($"the member is not alive: {alive.ErrorCode}");
        exchange.Prepare(heartbeat, 3, answerBytesMin: 10);
        return exchange;
    }

    private static async Task<KafkaExchange> OpenAsync()
    {
        KafkaExchange exchange = await KafkaExchange.OpenAsync();
        await Topics.CreateAsync(exchange.Broker, Topic);
        return exchange;
    }

    private static async Task<KafkaExchange> FilledAsync(int records)
    {
        KafkaExchange exchange = await OpenAsync();
        exchange.Prepare(Produce(records), ProduceVersion, answerBytesMin: 40);
        await exchange.RunAsync();
        return exchange;
    }

    private static ProduceRequest Produce(int records)
    {
        var partition = new ProduceRequest.Partition { Records = Batches.Of(records) };
        var topic = new ProduceRequest.Topic { Name = Topic, PartitionData = [partition] };
        return new ProduceRequest { Acks = -1, TimeoutMs = 30_000, TopicData = [topic] };
    }

    private static FetchRequest Fetch()
    {
        var partition = new FetchRequest.FetchPartition { PartitionMaxBytes = 1 << 20 };
        var topic = new FetchRequest.FetchTopic { Topic = Topic, Partitions = [partition] };
        return new FetchRequest { MaxWaitMs = 500, MinBytes = 1, MaxBytes = 50 << 20, Topics = [topic] };
    }
}
