using Weir.Interop.Tests.Support;

namespace Weir.Interop.Tests;

/// <summary>
/// The matrix of writers, readers and compressions: for each compression all clients that know it write a range of
/// records into one topic, and then each of them reads the whole topic.
/// </summary>
public sealed class CompressionTests(BrokerProcess broker) : IClassFixture<BrokerProcess>
{
    private const int RecordsPerClient = 2000;

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("snappy")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public async Task What_any_client_compressed_every_other_reads(string codec)
    {
        Client[] clients = [.. Client.All.Where(client => client.Supports(codec))];
        string topic = await Topics.CreateAsync(broker, partitions: 2);
        for (int n = 0; n < clients.Length; n++)
        {
            var options = new ProduceOptions(topic, RecordsPerClient) { From = n * RecordsPerClient, Codec = codec };
            await clients[n].ProduceAsync(broker, options);
        }
        foreach (Client client in clients)
            await client.ConsumeAsync(broker, topic, clients.Length * RecordsPerClient, withHeaders: false);
    }

    [Theory]
    [InlineData("uncompressed")]
    [InlineData("gzip")]
    [InlineData("snappy")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public async Task What_the_broker_compresses_again_every_client_reads(string codec)
    {
        Client[] clients = [.. Client.All.Where(client => codec == "uncompressed" || client.Supports(codec))];
        string topic = await Topics.CreateAsync(
            broker, partitions: 2, new Dictionary<string, string> { ["compression.type"] = codec });
        string other = codec == "lz4" ? "gzip" : "lz4";
        await Client.Named("librdkafka").ProduceAsync(
            broker, new ProduceOptions(topic, RecordsPerClient) { Codec = other, Idempotent = true });
        foreach (Client client in clients)
            await client.ConsumeAsync(broker, topic, RecordsPerClient, withHeaders: true);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("snappy")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public async Task Compressed_records_survive_a_restart(string codec)
    {
        await using var own = new OwnBroker();
        await own.Broker.StartAsync();
        Client client = Client.Named("librdkafka");
        string topic = await Topics.CreateAsync(own.Broker);
        await client.ProduceAsync(own.Broker, new ProduceOptions(topic, RecordsPerClient) { Codec = codec });
        await own.Broker.Kill9Async();
        await own.Broker.StartAsync();
        await client.ConsumeAsync(own.Broker, topic, RecordsPerClient, withHeaders: true);
    }
}
