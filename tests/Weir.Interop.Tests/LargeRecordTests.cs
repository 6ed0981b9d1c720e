using Confluent.Kafka;
using Weir.Interop.Tests.Support;

namespace Weir.Interop.Tests;

/// <summary>Records of ten megabytes, where the topic allows them.</summary>
public sealed class LargeRecordTests(BrokerProcess broker) : IClassFixture<BrokerProcess>
{
    private const int TenMegabytes = 10_000_000;
    private const int RecordsPerClient = 3;

    [Fact]
    public async Task Every_client_writes_and_reads_records_of_ten_megabytes()
    {
        string topic = await Topics.CreateAsync(
            broker, partitions: 1, new Dictionary<string, string> { ["max.message.bytes"] = "20000000" });
        for (int n = 0; n < Client.All.Count; n++)
        {
            var options = new ProduceOptions(topic, RecordsPerClient)
            {
                From = n * RecordsPerClient,
                Size = TenMegabytes,
            };
            await Client.All[n].ProduceAsync(broker, options);
        }
        foreach (Client client in Client.All)
            await client.ConsumeAsync(broker, topic, Client.All.Count * RecordsPerClient, withHeaders: false);
    }

    [Fact]
    public async Task A_record_above_the_limit_of_its_topic_is_refused_as_too_large()
    {
        string topic = await Topics.CreateAsync(broker, partitions: 1);
        var config = new ProducerConfig { BootstrapServers = broker.Bootstrap, MessageMaxBytes = 20_000_000 };
        using IProducer<Null, byte[]> producer = new ProducerBuilder<Null, byte[]>(config).Build();
        var tooLarge = new Message<Null, byte[]> { Value = new byte[2_000_000] };
        ProduceException<Null, byte[]> refusal = await Assert.ThrowsAsync<ProduceException<Null, byte[]>>(
            () => producer.ProduceAsync(topic, tooLarge));
        Assert.Equal(ErrorCode.MsgSizeTooLarge, refusal.Error.Code);
        Assert.Equal(0, Topics.Count(broker, topic));
    }
}
