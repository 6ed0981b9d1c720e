using Weir.Interop.Tests.Support;

namespace Weir.Interop.Tests;

/// <summary>Every client writes and reads back records with null keys, null values, headers and timestamps.</summary>
public sealed class ProduceConsumeTests(BrokerProcess broker) : IClassFixture<BrokerProcess>
{
    // These three need ten times the CPU of librdkafka for a record.
    private static readonly string[] SlowClients = ["python3-kafka", "kafkajs", "@platformatic/kafka"];

    public static TheoryData<string> Clients => Client.Names();

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task What_a_client_wrote_it_reads_back_unchanged(string name)
    {
        Client client = Client.Named(name);
        int count = SlowClients.Contains(name) ? Settings.SlowRecords : Settings.Records;
        string topic = await Topics.CreateAsync(broker);
        await client.ProduceAsync(broker, new ProduceOptions(topic, count));
        await client.ConsumeAsync(broker, topic, count, client.WritesHeaders);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_client_reads_headers_and_timestamps_that_another_wrote(string name)
    {
        string topic = await Topics.CreateAsync(broker);
        await Client.Named("librdkafka").ProduceAsync(broker, new ProduceOptions(topic, 2000));
        await Client.Named(name).ConsumeAsync(broker, topic, 2000, withHeaders: true);
    }

    [Fact]
    public async Task A_topic_appears_when_a_producer_first_writes_to_it()
    {
        string topic = $"interop-auto-{Guid.NewGuid():N}";
        await Client.Named("kcat").ProduceAsync(broker, new ProduceOptions(topic, 100));
        await Client.Named("kcat").ConsumeAsync(broker, topic, 100, withHeaders: false);
    }
}
