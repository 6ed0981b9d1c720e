using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Weir.Interop.Tests.Support;

namespace Weir.Interop.Tests;

/// <summary>What one channel or one client does wrong does not hold up the others.</summary>
public sealed class FairnessTests(BrokerProcess broker) : IClassFixture<BrokerProcess>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    [Fact]
    public async Task A_channel_confirms_while_another_of_its_connection_floods_a_queue_that_nobody_reads()
    {
        await using IConnection connection = await AmqpConnections.ConnectAsync(broker);
        await using IChannel flooding = await connection.CreateChannelAsync();
        await using IChannel quiet = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await flooding.QueueDeclareAsync("flooded", durable: true, exclusive: false, autoDelete: false);
        await quiet.QueueDeclareAsync("quiet", durable: true, exclusive: false, autoDelete: false);
        using var enough = new CancellationTokenSource();
        int flooded = 0;
        Task flood = Task.Run(async () =>
        {
            byte[] body = new byte[1024];
            for (; !enough.IsCancellationRequested; flooded++)
                await flooding.BasicPublishAsync("", "flooded", body);
        });
        await Eventually.TrueAsync("the flood runs", () => Volatile.Read(ref flooded) > 10_000, timeoutSeconds: 100);
        using var patience = new CancellationTokenSource(Patience);
        // Each of these waits for its confirm.
        for (int i = 0; i < 100; i++)
            await quiet.BasicPublishAsync("", "quiet", new byte[100], patience.Token);
        Assert.False(flood.IsCompleted, "the flood ended by itself");
        await enough.CancelAsync();
        await flood;
        Assert.Equal(100u, await quiet.MessageCountAsync("quiet"));
        Assert.Equal((uint)flooded, await flooding.MessageCountAsync("flooded"));
    }

    [Fact]
    public async Task A_consumer_that_does_not_read_its_socket_holds_up_neither_its_queue_nor_another()
    {
        // More than the broker and both sockets keep for a client that does not read.
        const int count = 40_000;
        await using IConnection connection = await AmqpConnections.ConnectAsync(broker);
        await using IChannel channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync("both", ExchangeType.Fanout);
        foreach (string queue in new[] { "deaf", "other" })
        {
            await channel.QueueDeclareAsync(queue, durable: false, exclusive: false, autoDelete: false);
            await channel.QueueBindAsync(queue, "both", "");
        }

        await using ClientProgram deaf = await AmqpProgram.StartAsync(broker, "kombuclient.py", "deaf", "deaf");
        await deaf.SaysAsync("deaf", broker);
        byte[] body = new byte[4096];
        for (int i = 0; i < count; i++)
        {
            BitConverter.TryWriteBytes(body, i);
            await channel.BasicPublishAsync("both", "", body.ToArray());
        }

        var seen = new HashSet<int>();
        var seenOther = new HashSet<int>();
        await using IChannel reader = await connection.CreateChannelAsync();
        await ConsumeAsync(reader, "deaf", seen);
        await ConsumeAsync(reader, "other", seenOther);
        await Eventually.TrueAsync(
            () => $"the other queue is read: {Count(seenOther)}\n{broker.LogTail}", () => Count(seenOther) == count,
            timeoutSeconds: 100);
        await Eventually.TrueAsync(
            () => $"the queue's other consumer has messages: {Count(seen)}", () => Count(seen) > 0, 100);
        await deaf.KillAsync();
        await Eventually.TrueAsync(
            () => $"what the deaf one had comes again: {Count(seen)}\n{broker.LogTail}", () => Count(seen) == count,
            timeoutSeconds: 100);
    }

    private static int Count(HashSet<int> seen)
    {
        lock (seen) return seen.Count;
    }

    private static async Task ConsumeAsync(IChannel channel, string queue, HashSet<int> seen)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            lock (seen) seen.Add(BitConverter.ToInt32(delivery.Body.Span));
            return channel.BasicAckAsync(delivery.DeliveryTag, multiple: false).AsTask();
        };
        await channel.BasicQosAsync(0, 500, global: false);
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
    }
}
