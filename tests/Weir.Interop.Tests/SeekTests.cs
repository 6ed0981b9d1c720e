using System.Globalization;
using Confluent.Kafka;
using Weir.Interop.Tests.Support;

namespace Weir.Interop.Tests;

/// <summary>Watermarks, offsets by time and seeking. Partition 0 holds record i at offset i.</summary>
public sealed class SeekTests(BrokerProcess broker) : IClassFixture<BrokerProcess>
{
    private const int Count = 1000;

    [Theory]
    [InlineData("librdkafka")]
    [InlineData("python3-confluent-kafka")]
    [InlineData("python3-kafka")]
    [InlineData("kafkajs")]
    [InlineData("@platformatic/kafka")]
    public async Task A_client_seeks_to_offsets_and_times(string name)
    {
        string topic = await FilledTopicAsync();
        List<string> arguments = ProgramArguments.Consume(broker, topic, Count, withHeaders: false);
        if (Client.Named(name) is ScriptClient script)
            await script.RunAsync(broker, "seek", arguments);
        else
            (await ClientProgram.RunAsync(await CompiledClients.PathAsync("seek"), arguments)).MustSucceed(broker);
    }

    [Fact]
    public async Task Kcat_starts_at_a_time_and_stops_at_another()
    {
        string topic = await FilledTopicAsync();
        string[] arguments =
        [
            "-C", "-q", "-b", broker.Bootstrap, "-t", topic, "-f", "%o\\n",
            "-o", Invariant($"s@{TestRecord.BaseTimestampMs + 123}"),
            "-o", Invariant($"e@{TestRecord.BaseTimestampMs + 130}"),
        ];
        ClientResult result = (await ClientProgram.RunAsync("kcat", arguments)).MustSucceed(broker);
        Assert.Equal("123\n124\n125\n126\n127\n128\n129", result.Output);
    }

    [Fact]
    public async Task Offsets_by_time_find_the_first_record_not_older()
    {
        string topic = await FilledTopicAsync();
        using IConsumer<byte[]?, byte[]?> consumer = DotnetClient.Reader(broker);
        long OffsetAt(long timestampMs) => consumer.OffsetsForTimes(
            [new TopicPartitionTimestamp(topic, 0, new Timestamp(timestampMs, TimestampType.CreateTime))],
            TimeSpan.FromSeconds(20)).Single().Offset.Value;
        Assert.Equal(0, OffsetAt(TestRecord.BaseTimestampMs - 1));
        Assert.Equal(500, OffsetAt(TestRecord.BaseTimestampMs + 500));
        Assert.Equal(Count - 1, OffsetAt(TestRecord.BaseTimestampMs + Count - 1));
        Assert.Equal(Offset.End.Value, OffsetAt(TestRecord.BaseTimestampMs + Count));
    }

    private async Task<string> FilledTopicAsync()
    {
        string topic = await Topics.CreateAsync(broker, partitions: 1);
        await Client.Named("librdkafka").ProduceAsync(broker, new ProduceOptions(topic, Count) { Idempotent = true });
        return topic;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
