using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Weir.Console.Tests;

/// <summary>
/// A small shop: orders that go through exchanges to queues, some of which die; page views that a group reads; a
/// policy. One of the messages is markup, which must be shown as text.
/// </summary>
internal sealed class SampleShop(ConsoleHost host)
{
    public const string Markup = "<img src=x onerror=\"document.title='broken'\"><script>alert(1)</script>";

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private volatile bool _isClosed;
    private Task _trading = Task.CompletedTask;

    public async Task CloseAsync()
    {
        _isClosed = true;
        await _trading;
    }

    /// <summary>Orders come in until it closes, for pictures with something in them: audited, never billed.</summary>
    public async Task TradeAsync()
    {
        IChannel auditing = await host.Connection.CreateChannelAsync();
        var auditor = new AsyncEventingBasicConsumer(auditing);
        auditor.ReceivedAsync += (_, e) => auditing.BasicAckAsync(e.DeliveryTag, multiple: false).AsTask();
        await auditing.BasicConsumeAsync("audit.log", autoAck: false, "auditor", auditor);
        IChannel selling = await host.Connection.CreateChannelAsync();
        _trading = RunAsync();

        async Task RunAsync()
        {
            int number = 2000;
            using var beat = new PeriodicTimer(Beat);
            while (!_isClosed && await beat.WaitForNextTickAsync() && selling.IsOpen)
            {
                for (int i = 0; i < 4 + number / 40 % 3; i++)
                {
                    number++;
                    string json = $$"""{"order":{{number}}}""";
                    await PublishAsync(selling, "orders", $"order.{number}.paid", json, number);
                }
            }
        }
    }

    public async Task BuildAsync()
    {
        IChannel channel = await host.Connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.ExchangeDeclareAsync("orders", "topic", durable: true);
        await channel.ExchangeDeclareAsync("audit", "fanout", durable: true);
        await channel.ExchangeDeclareAsync("dead", "direct", durable: true);
        await channel.ExchangeBindAsync("audit", "orders", "#");
        await QueueAsync(channel, "orders.paid", "orders", "order.*.paid", dead: true);
        await QueueAsync(channel, "orders.refunds", "orders", "order.*.refunded", dead: true);
        await QueueAsync(channel, "audit.log", "audit", "");
        await QueueAsync(channel, "orders.dead", "dead", "dead");
        await host.SendAsync(HttpMethod.Put, "/policies/%2F/dead-trace",
            """{"pattern":"dead$","definition":{"trace":true},"appliesTo":"queues","priority":2}""");
        for (int i = 0; i < 40; i++)
        {
            string json = $$"""{"order":{{1000 + i}},"total":{{i * 7 % 90}}.50,"items":["tea","cup"],"note":"顺丰"}""";
            await PublishAsync(channel, "orders", $"order.{1000 + i}.{(i % 8 == 0 ? "refunded" : "paid")}", json, i);
        }

        await PublishAsync(channel, "orders", "order.1.paid", Markup, 999);
        for (int i = 0; i < 5; i++)
        {
            BasicGetResult got = (await channel.BasicGetAsync("orders.refunds", autoAck: false))!;
            await channel.BasicRejectAsync(got.DeliveryTag, requeue: false);
        }

        IChannel consuming = await host.Connection.CreateChannelAsync();
        await consuming.BasicQosAsync(0, 10, global: false);
        await consuming.BasicConsumeAsync(
            "orders.paid", autoAck: false, "billing", new AsyncEventingBasicConsumer(consuming));
        await host.SendAsync(
            HttpMethod.Put, "/topics/%2F/views",
            """{"partitions":3,"settings":{"retention.ms":"86400000","trace.enabled":"true"}}""");
        for (int i = 0; i < 30; i++)
        {
            await host.SendAsync(
                HttpMethod.Post, "/messages/%2F",
                $$$"""
                {"topic":"views","partition":0,"key":"visitor-{{{i % 7}}}","value":"/products/{{{i}}}",
                 "headers":{"browser":"b{{{i % 3}}}"}}
                """);
        }

        await host.CommitAsync("analytics", "views", 12);
        await host.SendAsync(HttpMethod.Put, "/policies/%2F/audit",
            """{"pattern":"^audit\\.","definition":{"message-ttl":86400000},"appliesTo":"queues","priority":1}""");
    }

    private static async Task QueueAsync(
        IChannel channel, string name, string exchange, string key, bool dead = false)
    {
        Dictionary<string, object?> arguments = dead
            ? new()
            {
                ["x-dead-letter-exchange"] = "dead",
                ["x-dead-letter-routing-key"] = "dead",
                ["x-trace"] = true,
            }
            : [];
        await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, arguments);
        await channel.QueueBindAsync(name, exchange, key);
    }

    private static ValueTask PublishAsync(IChannel channel, string exchange, string key, string value, int number) =>
        channel.BasicPublishAsync(
            exchange, key, mandatory: false,
            new BasicProperties
            {
                ContentType = "application/json",
                MessageId = $"m-{number}",
                DeliveryMode = DeliveryModes.Persistent,
                Headers = new Dictionary<string, object?> { ["shop"] = "hamburg" },
            },
            Encoding.UTF8.GetBytes(value));
}
