using System.Buffers.Binary;
using Weir.Amqp.Wire;
using Weir.Broker.Sessions;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>Memory for messages of which only a part has come is bounded over all connections.</summary>
public sealed class UnfinishedTests
{
    [Fact]
    public async Task A_large_part_of_a_message_is_refused_when_there_is_no_room_and_a_small_one_is_not()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        UnfinishedRoom room = broker.Server.Broker.Unfinished;
        Assert.True(room.TryTake(room.BytesMax));
        TestClient small = await broker.ConnectAsync();
        await small.DeclareAsync("q");
        await small.SendAsync(output => ConfirmSelect.Write(output, 1, false));
        await small.ExpectAsync(MethodId.ConfirmSelectOk);
        await small.SendAsync(output => Begin(output, 200_000, 190_000));
        await small.SendAsync(output => Body(output, 10_000));
        await small.ExpectAsync(MethodId.BasicAck);

        TestClient large = await broker.ConnectAsync();
        await large.SendAsync(output => Begin(output, 1_000_000, 300_000));
        Received close = await large.ExpectAsync(MethodId.ConnectionClose);
        Assert.Equal(
            (506, "RESOURCE_ERROR - no room for a message of which only a part has come; try again later"),
            (close.Code, close.ReplyText));
    }

    [Fact]
    public async Task What_a_connection_held_is_free_again_when_its_message_is_whole_and_when_it_goes()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        UnfinishedRoom room = broker.Server.Broker.Unfinished;
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        await client.SendAsync(output => Begin(output, 600_000, 500_000));
        await Eventually.TrueAsync(() => Task.FromResult(room.TakenBytes == 500_000 - UnfinishedShare.FreeBytes));
        await client.SendAsync(output => Body(output, 100_000));
        await Eventually.TrueAsync(() => Task.FromResult(room.TakenBytes == 0));
        await client.SendAsync(output => Begin(output, 600_000, 500_000));
        await Eventually.TrueAsync(() => Task.FromResult(room.TakenBytes > 0));
        await client.DropAsync();
        await Eventually.TrueAsync(() => Task.FromResult(room.TakenBytes == 0));
    }

    private static void Begin(Weir.Wire.PooledBufferWriter output, long announced, int sent)
    {
        BasicPublish.Write(output, 1, ""u8, "q"u8, false, false);
        Span<byte> header = output.Reserve(FrameLayout.OverheadBytes + ContentHeader.FixedBytes + 2);
        header.Clear();
        FrameLayout.WriteHead(header, FrameType.Header, 1, ContentHeader.FixedBytes + 2);
        header[8] = (byte)ContentHeader.BasicClass;
        BinaryPrimitives.WriteInt64BigEndian(header[11..], announced);
        header[^1] = FrameLayout.End;
        for (; sent > 0; sent -= Math.Min(sent, 100_000)) Body(output, Math.Min(sent, 100_000));
    }

    private static void Body(Weir.Wire.PooledBufferWriter output, int bytes)
    {
        Span<byte> frame = output.Reserve(FrameLayout.OverheadBytes + bytes);
        frame.Clear();
        FrameLayout.WriteHead(frame, FrameType.Body, 1, bytes);
        frame[^1] = FrameLayout.End;
    }
}
