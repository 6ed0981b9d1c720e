using System.Text;
using Weir.Amqp.Wire;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>What outlives what: durable, transient, exclusive and auto-delete queues.</summary>
public sealed class KindTests
{
    [Fact]
    public async Task A_durable_queue_keeps_all_messages_over_a_crash_and_a_transient_one_goes()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("durable");
        await client.DeclareAsync("transient", durable: false);
        foreach (string queue in new[] { "durable", "transient" })
        {
            await client.SendAsync(output =>
            {
                TestClient.Publish(output, "", queue, "persistent", properties: [0x10, 0, 2]);
                TestClient.Publish(output, "", queue, "transient", properties: [0x10, 0, 1]);
            });
            Assert.Equal(2u, await client.CountAsync(queue));
        }

        await broker.CrashAsync();
        client = await broker.ConnectAsync();
        Assert.Equal(["persistent", "transient"], await client.DrainAsync("durable"));
        await client.SendAsync(output => BasicGet.Write(output, 1, "transient"u8, false));
        Assert.Equal(404, (await client.ExpectAsync(MethodId.ChannelClose)).Code);
    }

    [Fact]
    public async Task An_exclusive_queue_goes_with_the_process_even_if_it_is_durable()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("mine", exclusive: true);
        await client.PublishAsync("mine", "x");
        Assert.Equal(1u, await client.CountAsync("mine"));
        await broker.CrashAsync();
        Assert.Null(broker.Server.Broker.Queues.Find("/", "mine"));
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("close")]
    [InlineData("drop")]
    public async Task An_auto_delete_queue_goes_with_its_last_consumer_and_not_before_the_first(string how)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient owner = await broker.ConnectAsync();
        await owner.DeclareAsync("q", autoDelete: true);
        await broker.CrashAsync();
        owner = await broker.ConnectAsync();
        TestClient other = await broker.ConnectAsync();
        await owner.PublishAsync("q", "x");
        Assert.Equal(1u, await owner.CountAsync("q"));
        await owner.ConsumeAsync("q", "a");
        await owner.ExpectAsync(MethodId.BasicDeliver);
        await other.ConsumeAsync("q", "b");
        await other.SelectAsync(output => BasicCancel.Write(output, 1, "b"u8, false), MethodId.BasicCancelOk);
        Assert.NotNull(broker.Server.Broker.Queues.Find("/", "q"));
        if (how == "drop") await owner.DropAsync();
        else if (how == "close")
        {
            await owner.SelectAsync(
                output => ChannelClose.Write(output, 1, 200, "bye"u8, 0, 0), MethodId.ChannelCloseOk);
        }
        else
        {
            await owner.SelectAsync(
                output => BasicCancel.Write(output, 1, Encoding.ASCII.GetBytes("a"), false), MethodId.BasicCancelOk);
        }

        Assert.Null(broker.Server.Broker.Queues.Find("/", "q"));
    }
}
