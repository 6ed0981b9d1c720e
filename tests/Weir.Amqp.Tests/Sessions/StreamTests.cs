using System.Buffers.Binary;
using System.Text;
using Weir.Amqp.Wire;
using Weir.Broker;
using Weir.Broker.Topics;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>Streams: read from anywhere, by anybody, and left as they are.</summary>
public sealed class StreamTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly byte[] IsStream = [12, .. "x-queue-type"u8, (byte)'S', 0, 0, 0, 6, .. "stream"u8];

    [Fact]
    public async Task Every_consumer_sees_every_message_and_its_offset()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await DeclaredAsync(broker, "a", "b", "c");
        TestClient other = await broker.ConnectAsync();
        await ConsumeAsync(client, "s", "one", Text("first"));
        await ConsumeAsync(other, "s", "two", Text("first"));
        Assert.Equal(["a@0", "b@1", "c@2"], await ReadAsync(client, 3));
        Assert.Equal(["a@0", "b@1", "c@2"], await ReadAsync(other, 3));
        Assert.Equal(3u, await client.CountAsync("s"));
    }

    [Fact]
    public async Task An_acknowledgement_gives_credit_back_and_a_nack_does_not_bring_the_message_back()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await DeclaredAsync(broker, "a", "b", "c", "d");
        await ConsumeAsync(client, "s", "one", Text("first"), prefetch: 2);
        Assert.Equal(["a@0", "b@1"], await ReadAsync(client, 2));
        await client.ExpectNothingMoreAsync();
        await client.AckAsync(1);
        Assert.Equal(["c@2"], await ReadAsync(client, 1));
        await client.NackAsync(2);
        Assert.Equal(["d@3"], await ReadAsync(client, 1));
        Assert.Equal(4u, await client.CountAsync("s"));
    }

    [Fact]
    public async Task It_begins_where_the_consumer_says()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await DeclaredAsync(broker, "a", "b", "c");
        await ConsumeAsync(client, "s", "offset", Number(1));
        Assert.Equal(["b@1", "c@2"], await ReadAsync(client, 2));
        await ConsumeAsync(client, "s", "last", Text("last"));
        Assert.Equal(["c@2"], await ReadAsync(client, 1));
        await ConsumeAsync(client, "s", "interval", Text("1h"));
        Assert.Equal(["a@0", "b@1", "c@2"], await ReadAsync(client, 3));
        await ConsumeAsync(client, "s", "time", Time(0));
        Assert.Equal(["a@0", "b@1", "c@2"], await ReadAsync(client, 3));
        await ConsumeAsync(client, "s", "later", Number(4));
        foreach (string tag in (string[])["offset", "last", "interval", "time"])
            await client.SelectAsync(
                output => BasicCancel.Write(output, 1, Encoding.ASCII.GetBytes(tag), false), MethodId.BasicCancelOk);
        await client.PublishAsync("s", "d", "e");
        Assert.Equal(["e@4"], await ReadAsync(client, 1));
    }

    [Fact]
    public async Task Without_an_offset_it_begins_with_what_comes()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await DeclaredAsync(broker, "a");
        await ConsumeAsync(client, "s", "one", []);
        await client.PublishAsync("s", "b");
        Assert.Equal(["b@1"], await ReadAsync(client, 1));
    }

    [Fact]
    public async Task It_is_a_stream_after_a_crash_and_its_consumers_are_told_when_it_goes()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await DeclaredAsync(broker, "a");
        await broker.CrashAsync();
        client = await broker.ConnectAsync();
        await ConsumeAsync(client, "s", "one", Text("first"));
        Assert.Equal(["a@0"], await ReadAsync(client, 1));
        await client.SendAsync(output => QueueDelete.Write(output, 1, "s"u8, false, false, false));
        await client.ExpectAsync(MethodId.QueueDeleteOk);
        await client.ExpectAsync(MethodId.BasicCancel);
    }

    [Fact]
    public async Task A_topic_of_another_protocol_is_a_queue_or_a_stream_as_the_consumer_asks()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await MakeTopicAsync(broker, 1);
        TestClient client = await broker.ConnectAsync();
        await client.PublishAsync("s", "a", "b");
        await ConsumeAsync(client, "s", "reader", Text("first"));
        Assert.Equal(["a@0", "b@1"], await ReadAsync(client, 2));
        await client.ConsumeAsync("s", "worker", prefetch: 1);
        Assert.Equal("a", (await client.ExpectAsync(MethodId.BasicDeliver)).Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Partitions_that_are_added_are_consumed_as_well(bool asStream)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        Topic topic = await MakeTopicAsync(broker, 1);
        TestClient client = await broker.ConnectAsync();
        if (asStream) await ConsumeAsync(client, "s", "reader", Text("next"), prefetch: 100);
        else await client.ConsumeAsync("s", "worker");
        await client.PublishAsync("s", "before");
        Assert.Equal("before", (await client.ExpectAsync(MethodId.BasicDeliver)).Text);
        await broker.Server.Broker.Topics.AddPartitionsAsync(topic, 8, false, None);
        await client.SelectAsync(
            output => QueueBind.Write(output, 1, "s"u8, "amq.topic"u8, "#"u8, false, []), MethodId.QueueBindOk);
        await client.SendAsync(output =>
        {
            for (int i = 0; i < 40; i++) TestClient.Publish(output, "amq.topic", $"key{i}", $"{i}");
        });
        var seen = new HashSet<string>();
        for (int i = 0; i < 40; i++) seen.Add((await client.ExpectAsync(MethodId.BasicDeliver)).Text);
        Assert.Equal(40, seen.Count);
        Assert.True(topic.Partitions.Count(p => p.Log.ReadableEnd > 0) > 4);
    }

    [Fact]
    public async Task Next_is_what_is_published_after_the_client_asked()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await MakeTopicAsync(broker, 1);
        TestClient client = await broker.ConnectAsync();
        for (int i = 0; i < 100; i++)
        {
            byte[] tag = Encoding.UTF8.GetBytes($"reader{i}");
            await client.SendAsync(output =>
            {
                BasicQos.Write(output, 1, 0, 10, false);
                BasicConsume.Write(output, 1, "s"u8, tag, false, false, false, false, Text("next"));
                TestClient.Publish(output, "", "s", $"{i}");
            });
            await client.ExpectAsync(MethodId.BasicQosOk);
            await client.ExpectAsync(MethodId.BasicConsumeOk);
            Assert.Equal($"{i}", (await client.ExpectAsync(MethodId.BasicDeliver)).Text);
            await client.SendAsync(output => BasicCancel.Write(output, 1, tag, false));
            await client.ExpectAsync(MethodId.BasicCancelOk);
        }
    }

    private static async Task<Topic> MakeTopicAsync(TestBroker broker, int partitions)
    {
        TopicOutcome outcome = await broker.Server.Broker.Topics.CreateAsync(
            MessageBroker.DefaultNamespace, "s", TopicKind.Stream, partitions, new Dictionary<string, string>(), false,
            None);
        return outcome.Topic!;
    }

    private static async Task<TestClient> DeclaredAsync(TestBroker broker, params string[] bodies)
    {
        TestClient client = await broker.ConnectAsync();
        await client.SelectAsync(
            output => QueueDeclare.Write(output, 1, "s"u8, false, true, false, false, false, IsStream),
            MethodId.QueueDeclareOk);
        await client.SelectAsync(output => ConfirmSelect.Write(output, 1, false), MethodId.ConfirmSelectOk);
        await client.PublishAsync("s", bodies);
        for (ulong confirmed = 0; confirmed < (ulong)bodies.Length;)
            confirmed = (await client.ExpectAsync(MethodId.BasicAck)).DeliveryTag;
        await client.SendAsync(output =>
        {
            ChannelClose.Write(output, 1, 200, ""u8, 0, 0);
            ChannelOpen.Write(output, 1);
        });
        await client.ExpectAsync(MethodId.ChannelCloseOk);
        await client.ExpectAsync(MethodId.ChannelOpenOk);
        return client;
    }

    private static async Task ConsumeAsync(
        TestClient client, string queue, string tag, byte[] arguments, ushort prefetch = 10)
    {
        await client.SendAsync(output =>
        {
            BasicQos.Write(output, 1, 0, prefetch, false);
            BasicConsume.Write(
                output, 1, Encoding.UTF8.GetBytes(queue), Encoding.UTF8.GetBytes(tag), false, false, false, false,
                arguments);
        });
        await client.ExpectAsync(MethodId.BasicQosOk);
        await client.ExpectAsync(MethodId.BasicConsumeOk);
    }

    private static async Task<List<string>> ReadAsync(TestClient client, int count)
    {
        var read = new List<string>();
        for (int i = 0; i < count; i++)
        {
            Received delivery = await client.ExpectAsync(MethodId.BasicDeliver);
            Assert.False(delivery.IsRedelivered);
            BasicProperties.TryRead(delivery.Properties, out BasicProperties properties);
            Assert.True(FieldTableReader.TryFind(properties.Headers, "x-stream-offset"u8, out FieldView offset));
            Assert.True(offset.TryGetInteger(out long at));
            read.Add($"{delivery.Text}@{at}");
        }

        return read;
    }

    private static byte[] Text(string text) =>
        [15, .. "x-stream-offset"u8, (byte)'S', 0, 0, 0, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Number(long offset) => Eight((byte)'l', offset);

    private static byte[] Time(long seconds) => Eight((byte)'T', seconds);

    private static byte[] Eight(byte type, long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return [15, .. "x-stream-offset"u8, type, .. bytes];
    }
}
