using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Weir.Interop.Tests.Support;

namespace Weir.Interop.Tests;

/// <summary>What everyone tries first: RabbitMQ's six tutorials, with pika, amqplib and RabbitMQ.Client.</summary>
public sealed class TutorialTests(BrokerProcess broker) : IClassFixture<BrokerProcess>
{
    public static TheoryData<string, string> Scripts()
    {
        var all = new TheoryData<string, string>();
        foreach (string script in new[] { "tutorials.py", "tutorials.js" })
        {
            foreach (string tutorial in new[] { "hello", "work", "logs", "routing", "topics", "rpc" })
                all.Add(script, tutorial);
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public Task Tutorial(string script, string tutorial) => AmqpProgram.RunAsync(broker, script, tutorial);

    [Fact]
    public async Task Hello_world_in_csharp()
    {
        await using IConnection connection = await AmqpConnections.ConnectAsync(broker);
        await using IChannel channel = await connection.CreateChannelAsync();
        string queue = await channel.QueueDeclareAsync("cs-hello", false, false, false);
        await PublishAsync(channel, "", queue, "Hello World!");
        ConcurrentQueue<string> received = await ConsumeAsync(channel, queue);
        await ReceivesAsync(received, "Hello World!");
    }

    [Fact]
    public async Task Work_queues_in_csharp()
    {
        await using IConnection connection = await AmqpConnections.ConnectAsync(broker);
        await using IChannel channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("cs-tasks", durable: true, exclusive: false, autoDelete: false);
        var done = new ConcurrentQueue<string>();
        var byWorker = new int[2];
        for (int i = 0; i < byWorker.Length; i++)
        {
            int number = i;
            IChannel worker = await connection.CreateChannelAsync();
            await worker.BasicQosAsync(0, prefetchCount: 1, global: false);
            await OnEachAsync(worker, "cs-tasks", autoAck: false, async delivery =>
            {
                Interlocked.Increment(ref byWorker[number]);
                // Nobody is done before both have begun: with a prefetch of 1 each gets its share.
                while (byWorker.Any(begun => begun == 0)) await Task.Delay(5);
                done.Enqueue(Encoding.UTF8.GetString(delivery.Body.Span));
                await worker.BasicAckAsync(delivery.DeliveryTag, multiple: false);
            });
        }

        var persistent = new BasicProperties { Persistent = true };
        for (int i = 0; i < 10; i++)
            await channel.BasicPublishAsync("", "cs-tasks", true, persistent, Encoding.UTF8.GetBytes($"task {i}"));
        await Eventually.TrueAsync("all tasks are done", () => done.Distinct().Count() == 10, timeoutSeconds: 100);
        Assert.Equal(10, done.Count);
    }

    [Fact]
    public async Task Publish_subscribe_in_csharp()
    {
        await using IConnection connection = await AmqpConnections.ConnectAsync(broker);
        await using IChannel channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync("cs-logs", ExchangeType.Fanout);
        ConcurrentQueue<string> one = await SubscribeAsync(channel, "cs-logs", "");
        ConcurrentQueue<string> two = await SubscribeAsync(channel, "cs-logs", "");
        await PublishAsync(channel, "cs-logs", "", "info: Hello World!");
        await ReceivesAsync(one, "info: Hello World!");
        await ReceivesAsync(two, "info: Hello World!");
    }

    [Fact]
    public async Task Routing_in_csharp()
    {
        await using IConnection connection = await AmqpConnections.ConnectAsync(broker);
        await using IChannel channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync("cs-direct", ExchangeType.Direct);
        ConcurrentQueue<string> disk = await SubscribeAsync(channel, "cs-direct", "error", "end");
        ConcurrentQueue<string> screen = await SubscribeAsync(channel, "cs-direct", "info", "warning", "error", "end");
        foreach (string severity in new[] { "info", "warning", "error", "debug", "end" })
            await PublishAsync(channel, "cs-direct", severity, severity);
        await ReceivesAsync(disk, "error", "end");
        await ReceivesAsync(screen, "info", "warning", "error", "end");
    }

    [Fact]
    public async Task Topics_in_csharp()
    {
        await using IConnection connection = await AmqpConnections.ConnectAsync(broker);
        await using IChannel channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync("cs-topic", ExchangeType.Topic);
        ConcurrentQueue<string> kern = await SubscribeAsync(channel, "cs-topic", "kern.*", "end");
        ConcurrentQueue<string> critical = await SubscribeAsync(channel, "cs-topic", "*.critical", "end");
        ConcurrentQueue<string> all = await SubscribeAsync(channel, "cs-topic", "#");
        string[] keys = ["kern.critical", "cron.critical", "kern.info", "kern.critical.late", "end"];
        foreach (string key in keys) await PublishAsync(channel, "cs-topic", key, key);
        await ReceivesAsync(kern, "kern.critical", "kern.info", "end");
        await ReceivesAsync(critical, "kern.critical", "cron.critical", "end");
        await ReceivesAsync(all, keys);
    }

    [Fact]
    public async Task Rpc_in_csharp()
    {
        await using IConnection connection = await AmqpConnections.ConnectAsync(broker);
        await using IChannel server = await connection.CreateChannelAsync();
        await server.QueueDeclareAsync("cs-rpc", false, false, false);
        await OnEachAsync(server, "cs-rpc", autoAck: false, async request =>
        {
            int n = int.Parse(request.Body.Span, CultureInfo.InvariantCulture);
            var properties = new BasicProperties { CorrelationId = request.BasicProperties.CorrelationId };
            byte[] answer = Encoding.UTF8.GetBytes(Fibonacci(n).ToString(CultureInfo.InvariantCulture));
            await server.BasicPublishAsync("", request.BasicProperties.ReplyTo!, true, properties, answer);
            await server.BasicAckAsync(request.DeliveryTag, multiple: false);
        });

        await using IConnection other = await AmqpConnections.ConnectAsync(broker);
        await using IChannel client = await other.CreateChannelAsync();
        string replies = (await client.QueueDeclareAsync()).QueueName;
        var received = new ConcurrentQueue<string>();
        await OnEachAsync(client, replies, autoAck: true, delivery =>
        {
            received.Enqueue($"{delivery.BasicProperties.CorrelationId}={Encoding.UTF8.GetString(delivery.Body.Span)}");
            return Task.CompletedTask;
        });
        foreach (int n in new[] { 4, 30 })
        {
            var properties = new BasicProperties { CorrelationId = $"fib {n}", ReplyTo = replies };
            byte[] body = Encoding.UTF8.GetBytes(n.ToString(CultureInfo.InvariantCulture));
            await client.BasicPublishAsync("", "cs-rpc", true, properties, body);
        }

        await ReceivesAsync(received, "fib 4=3", "fib 30=832040");
    }

    private static int Fibonacci(int n)
    {
        (int a, int b) = (0, 1);
        for (; n > 0; n--) (a, b) = (b, a + b);
        return a;
    }

    private static ValueTask PublishAsync(IChannel channel, string exchange, string key, string body) =>
        channel.BasicPublishAsync(exchange, key, Encoding.UTF8.GetBytes(body));

    private static async Task<ConcurrentQueue<string>> SubscribeAsync(
        IChannel channel, string exchange, params string[] keys)
    {
        string queue = (await channel.QueueDeclareAsync()).QueueName;
        foreach (string key in keys) await channel.QueueBindAsync(queue, exchange, key);
        return await ConsumeAsync(channel, queue);
    }

    private static async Task<ConcurrentQueue<string>> ConsumeAsync(IChannel channel, string queue)
    {
        var received = new ConcurrentQueue<string>();
        await OnEachAsync(channel, queue, autoAck: true, delivery =>
        {
            received.Enqueue(Encoding.UTF8.GetString(delivery.Body.Span));
            return Task.CompletedTask;
        });
        return received;
    }

    private static Task<string> OnEachAsync(
        IChannel channel, string queue, bool autoAck, Func<BasicDeliverEventArgs, Task> work)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => work(delivery);
        return channel.BasicConsumeAsync(queue, autoAck, consumer);
    }

    /// <summary>Exactly these, in this order; the last of them ends the wait.</summary>
    private static async Task ReceivesAsync(ConcurrentQueue<string> received, params string[] wanted)
    {
        await Eventually.TrueAsync(
            () => $"'{wanted[^1]}' came; so far {string.Join(", ", received)}", () => received.Contains(wanted[^1]),
            timeoutSeconds: 100);
        Assert.Equal(wanted, received);
    }
}
