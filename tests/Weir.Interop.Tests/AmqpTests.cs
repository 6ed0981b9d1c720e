using System.Text;
using Confluent.Kafka;
using RabbitMQ.Client;
using Weir.Interop.Tests.Support;

namespace Weir.Interop.Tests;

/// <summary>RabbitMQ's clients work on the broker, and meet Kafka's on the same topics.</summary>
public sealed class AmqpTests(BrokerProcess broker) : IClassFixture<BrokerProcess>
{
    [Theory]
    [InlineData("work")]
    [InlineData("refusals")]
    [InlineData("transaction")]
    [InlineData("dead")]
    [InlineData("duplicates")]
    public Task Pika(string command) => AmqpProgram.RunAsync(broker, "pikaclient.py", command);

    [Fact]
    public async Task Delayed_messages_of_pika_come_once_and_not_early_although_the_broker_is_killed()
    {
        await using var own = new OwnBroker();
        await own.Broker.StartAsync();
        await AmqpProgram.RunAsync(own.Broker, "pikaclient.py", "park");
        await own.Broker.Kill9Async();
        await own.Broker.StartAsync();
        await AmqpProgram.RunAsync(own.Broker, "pikaclient.py", "due");
    }

    [Fact]
    public async Task What_was_confirmed_is_there_after_a_kill()
    {
        await using var own = new OwnBroker();
        await own.Broker.StartAsync();
        var options = new CreateChannelOptions(true, true);
        await using (IConnection connection = await AmqpConnections.ConnectAsync(own.Broker))
        await using (IChannel channel = await connection.CreateChannelAsync(options))
        {
            await channel.QueueDeclareAsync("kept", durable: true, exclusive: false, autoDelete: false);
            await channel.ExchangeDeclareAsync("logs", ExchangeType.Topic, durable: true);
            await channel.QueueBindAsync("kept", "logs", "a.#");
            for (int i = 0; i < 200; i++)
                await channel.BasicPublishAsync("logs", "a.b", Encoding.UTF8.GetBytes($"m{i}"));
            BasicGetResult? first = await channel.BasicGetAsync("kept", autoAck: false);
            Assert.Equal("m0", Encoding.UTF8.GetString(first!.Body.Span));
            await own.Broker.Kill9Async();
        }

        await own.Broker.StartAsync();
        await using IConnection again = await AmqpConnections.ConnectAsync(own.Broker);
        await using IChannel reader = await again.CreateChannelAsync();
        await reader.BasicPublishAsync("logs", "a.z", "last"u8.ToArray());
        for (int i = 0; i < 200; i++)
        {
            BasicGetResult? got = await reader.BasicGetAsync("kept", autoAck: true);
            Assert.Equal($"m{i}", Encoding.UTF8.GetString(got!.Body.Span));
        }

        Assert.Equal("last", Encoding.UTF8.GetString((await reader.BasicGetAsync("kept", autoAck: true))!.Body.Span));
    }

    [Fact]
    public async Task A_kafka_producers_records_are_worked_off_as_messages_while_kafka_reads_them()
    {
        string topic = await Topics.CreateAsync(broker, partitions: 1);
        using (IProducer<string, string> producer = new ProducerBuilder<string, string>(
            new ProducerConfig { BootstrapServers = broker.Bootstrap }).Build())
        {
            for (int i = 0; i < 50; i++)
            {
                var headers = new Confluent.Kafka.Headers { { "h", Encoding.UTF8.GetBytes($"v{i}") } };
                var message = new Message<string, string> { Key = $"k{i}", Value = $"m{i}", Headers = headers };
                await producer.ProduceAsync(topic, message);
            }
        }

        await using IConnection connection = await AmqpConnections.ConnectAsync(broker);
        await using IChannel channel = await connection.CreateChannelAsync();
        for (int i = 0; i < 50; i++)
        {
            BasicGetResult? got = await channel.BasicGetAsync(topic, autoAck: false);
            Assert.Equal(($"m{i}", topic, ""), (Encoding.UTF8.GetString(got!.Body.Span), got.RoutingKey, got.Exchange));
            Assert.Equal($"v{i}", Encoding.UTF8.GetString((byte[])got.BasicProperties.Headers!["h"]!));
            await channel.BasicAckAsync(got.DeliveryTag, multiple: false);
        }

        Assert.Null(await channel.BasicGetAsync(topic, autoAck: false));
        Assert.Equal(50, await Task.Run(() => DotnetClient.ReadAll(broker, topic, 50).Count()));
    }

    [Fact]
    public async Task What_is_published_through_an_exchange_kafka_reads_with_key_and_headers()
    {
        string topic = await Topics.CreateAsync(broker, partitions: 1);
        await using IConnection connection = await AmqpConnections.ConnectAsync(broker);
        await using IChannel channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync("to-kafka", ExchangeType.Topic, durable: true);
        await channel.QueueBindAsync(topic, "to-kafka", "sensors.#");
        var properties = new BasicProperties
        {
            Headers = new Dictionary<string, object?> { ["unit"] = "celsius", ["n"] = 7 },
        };
        await channel.BasicPublishAsync("to-kafka", "sensors.1", false, properties, "21.5"u8.ToArray());
        ConsumeResult<byte[]?, byte[]?> record = await Task.Run(() => DotnetClient.ReadAll(broker, topic, 1).First());
        Assert.Equal("sensors.1", Encoding.UTF8.GetString(record.Message.Key!));
        Assert.Equal("21.5", Encoding.UTF8.GetString(record.Message.Value!));
        Assert.Equal("celsius", Encoding.UTF8.GetString(record.Message.Headers.GetLastBytes("unit")));
        Assert.Equal("7", Encoding.UTF8.GetString(record.Message.Headers.GetLastBytes("n")));
    }
}
