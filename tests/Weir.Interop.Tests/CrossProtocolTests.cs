using System.Globalization;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Weir.Interop.Tests.Support;

namespace Weir.Interop.Tests;

/// <summary>One log, both protocols, real clients on each side.</summary>
public sealed class CrossProtocolTests(BrokerProcess broker) : IClassFixture<BrokerProcess>
{
    private const int Count = 2000;

    [Theory]
    [InlineData("kafkajs")]
    [InlineData("librdkafka")]
    public async Task Consumers_work_off_what_a_kafka_producer_writes_while_a_group_reads_it(string producer)
    {
        string topic = await Topics.CreateAsync(broker, partitions: 3);
        await using GroupMember member = await GroupMember.StartAsync(broker, "librdkafka", "reader", topic, "readers");
        await using IConnection connection = await AmqpConnections.ConnectAsync(broker);
        var done = new Dictionary<string, int>();
        var byWorker = new int[3];
        int refused = 0;
        for (int i = 0; i < byWorker.Length; i++)
        {
            int worker = i;
            IChannel channel = await connection.CreateChannelAsync();
            await channel.BasicQosAsync(0, 20, global: false);
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += async (_, delivery) =>
            {
                string index = Encoding.UTF8.GetString((byte[])delivery.BasicProperties.Headers!["index"]!);
                // Every hundredth is refused once and comes again.
                if (!delivery.Redelivered && index.EndsWith("00", StringComparison.Ordinal))
                {
                    Interlocked.Increment(ref refused);
                    await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true);
                    return;
                }

                lock (done)
                {
                    byWorker[worker]++;
                    done[index] = done.GetValueOrDefault(index) + 1;
                }

                await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
            };
            await channel.BasicConsumeAsync(topic, autoAck: false, consumer);
        }

        await Client.Named(producer).ProduceAsync(broker, new ProduceOptions(topic, Count));
        await Eventually.TrueAsync(() => $"all are worked off: {done.Count}", () => Done(done) == Count, 100);
        Assert.All(done, entry => Assert.Equal(1, entry.Value));
        Assert.All(byWorker, share => Assert.True(share > 0, string.Join(',', byWorker)));
        Assert.Equal((Count / 100) - 1, refused);
        await Eventually.TrueAsync(
            () => $"the group has read all: {member.Records.Count}",
            () => member.IsRunning() && member.Records.Select(record => record.Number).Distinct().Count() == Count,
            timeoutSeconds: 100);
        await using IChannel last = await connection.CreateChannelAsync();
        Assert.Equal(0u, await last.MessageCountAsync(topic));
        Assert.Equal(Count, Topics.Count(broker, topic));
    }

    [Fact]
    public async Task Kafkajs_reads_what_a_topic_exchange_routes_with_keys_and_headers()
    {
        string topic = await Topics.CreateAsync(broker, partitions: 1);
        await using IConnection connection = await AmqpConnections.ConnectAsync(broker);
        await using IChannel channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.ExchangeDeclareAsync("sensors", ExchangeType.Topic, durable: true);
        await channel.QueueBindAsync(topic, "sensors", "*.temperature");
        for (int i = 0; i < 100; i++)
        {
            var properties = new BasicProperties
            {
                ContentType = "text/plain",
                Headers = new Dictionary<string, object?> { ["unit"] = "°C", ["n"] = i, ["exact"] = i % 2 == 0 },
            };
            await channel.BasicPublishAsync("sensors", $"s{i}.temperature", false, properties, Body(i));
            await channel.BasicPublishAsync("sensors", $"s{i}.humidity", false, properties, Body(-i));
        }

        var kafkajs = (ScriptClient)Client.Named("kafkajs");
        await using ClientProgram reader =
            await kafkajs.StartAsync("dump", [$"bootstrap={broker.Bootstrap}", $"topic={topic}", "count=100"]);
        (await reader.WaitAsync()).MustSucceed(broker);
        JsonElement[] records = [.. reader.Output.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(100, records.Length);
        for (int i = 0; i < records.Length; i++)
        {
            Assert.Equal($"s{i}.temperature", records[i].GetProperty("key").GetString());
            Assert.Equal(Encoding.UTF8.GetString(Body(i)), records[i].GetProperty("value").GetString());
            JsonElement headers = records[i].GetProperty("headers");
            Assert.Equal(i.ToString(CultureInfo.InvariantCulture), headers.GetProperty("n").GetString());
            Assert.Equal(i % 2 == 0 ? "true" : "false", headers.GetProperty("exact").GetString());
        }
    }

    private static byte[] Body(int i) => Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture));

    private static int Done(Dictionary<string, int> done)
    {
        lock (done) return done.Count;
    }
}
