using System.Diagnostics;
using Confluent.Kafka;

namespace Weir.Interop.Tests.Support;

/// <summary>Confluent.Kafka, in this process.</summary>
internal sealed class DotnetClient : Client
{
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(30);

    public override string Name => "Confluent.Kafka";

    public override Task ProduceAsync(BrokerProcess broker, ProduceOptions options) =>
        Task.Run(() => Produce(broker, options));

    public override Task ConsumeAsync(BrokerProcess broker, string topic, int count, bool withHeaders) =>
        Task.Run(() => Consume(broker, topic, count, withHeaders));

    public static IConsumer<byte[]?, byte[]?> Reader(BrokerProcess broker, string group = "unused") =>
        new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig
        {
            BootstrapServers = broker.Bootstrap,
            GroupId = group,
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnablePartitionEof = false,
        }).Build();

    /// <summary>All records of a topic from the beginning, as they come, until `count` of them or silence.</summary>
    public static IEnumerable<ConsumeResult<byte[]?, byte[]?>> ReadAll(BrokerProcess broker, string topic, long count)
    {
        using IConsumer<byte[]?, byte[]?> consumer = Reader(broker);
        consumer.Assign(Topics.Partitions(broker, topic).Select(p => new TopicPartitionOffset(p, Offset.Beginning)));
        var silence = Stopwatch.StartNew();
        for (long records = 0; records < count && silence.Elapsed < SilenceLimit;)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(500)) is not { } result)
                continue;
            silence.Restart();
            records++;
            yield return result;
        }
        consumer.Close();
    }

    private static void Produce(BrokerProcess broker, ProduceOptions options)
    {
        var config = new ProducerConfig
        {
            BootstrapServers = broker.Bootstrap,
            Acks = Acks.All,
            EnableIdempotence = options.Idempotent,
            CompressionType = Enum.Parse<CompressionType>(options.Codec, ignoreCase: true),
            MessageMaxBytes = 20_000_000,
            QueueBufferingMaxKbytes = 1_000_000,
        };
        using IProducer<byte[]?, byte[]?> producer = new ProducerBuilder<byte[]?, byte[]?>(config).Build();
        int acknowledged = 0;
        string? refusal = null;
        void Delivered(DeliveryReport<byte[]?, byte[]?> report)
        {
            if (report.Error.IsError)
                refusal = report.Error.ToString();
            else
                Interlocked.Increment(ref acknowledged);
        }
        for (int i = options.From; i < options.From + options.Count; i++)
            Send(producer, options, i, Delivered);
        producer.Flush(TimeSpan.FromSeconds(120));
        // Flush may return while the last report is still on its way to the callback.
        SpinWait.SpinUntil(
            () => Volatile.Read(ref refusal) is not null || Volatile.Read(ref acknowledged) == options.Count,
            TimeSpan.FromSeconds(10));
        Assert.True(refusal is null && acknowledged == options.Count,
            $"{acknowledged} of {options.Count} acknowledged, {refusal}\n{broker.LogTail}");
    }

    private static void Send(
        IProducer<byte[]?, byte[]?> producer,
        ProduceOptions options,
        long i,
        Action<DeliveryReport<byte[]?, byte[]?>> delivered)
    {
        var message = new Message<byte[]?, byte[]?>
        {
            Key = TestRecord.Key(i),
            Value = TestRecord.Value(i, options.Size),
            Headers = TestRecord.Headers(i),
            Timestamp = new Timestamp(TestRecord.BaseTimestampMs + i, TimestampType.CreateTime),
        };
        while (true)
        {
            try
            {
                producer.Produce(options.Topic, message, delivered);
                return;
            }
            catch (ProduceException<byte[]?, byte[]?> error) when (error.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    private static void Consume(BrokerProcess broker, string topic, int count, bool withHeaders)
    {
        var checker = new RecordChecker(count);
        foreach (ConsumeResult<byte[]?, byte[]?> result in ReadAll(broker, topic, count))
        {
            Message<byte[]?, byte[]?> message = result.Message;
            checker.See(
                result.Partition.Value,
                result.Offset.Value,
                () => TestRecord.Number(message),
                i => !withHeaders ? null
                    : message.Timestamp.UnixTimestampMs != TestRecord.BaseTimestampMs + i ? "timestamp differs"
                    : TestRecord.HeaderDefect(message.Headers, i));
        }
        checker.MustBeContent("Confluent.Kafka", broker);
    }
}
