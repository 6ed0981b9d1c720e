using System.Buffers.Binary;
using Weir.Broker.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Handlers;

/// <summary>Memory for requests of which only a part has come is bounded over all connections.</summary>
public sealed class UnfinishedTests
{
    [Fact]
    public async Task A_large_part_of_a_request_ends_the_connection_when_there_is_no_room()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        UnfinishedRoom room = harness.Broker.Unfinished;
        Assert.True(room.TryTake(room.BytesMax));
        KafkaClient client = harness.Connect();
        await client.PostRawAsync(PartOf(10_000_000, 300_000));
        Assert.Null(await client.TryReceiveFrameAsync());
        Assert.IsType<KafkaProtocolException>(await client.Ended);
    }

    [Fact]
    public async Task What_a_connection_held_is_free_again_when_it_goes()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        UnfinishedRoom room = harness.Broker.Unfinished;
        KafkaClient client = harness.Connect();
        await client.PostRawAsync(PartOf(10_000_000, 300_000));
        await Eventually.TrueAsync(() => room.TakenBytes == 300_000 - UnfinishedShare.FreeBytes);
        await client.CloseAsync();
        await Eventually.TrueAsync(() => room.TakenBytes == 0);
    }

    private static byte[] PartOf(int announced, int sent)
    {
        byte[] part = new byte[sent];
        BinaryPrimitives.WriteInt32BigEndian(part, announced);
        return part;
    }
}
