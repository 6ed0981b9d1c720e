using System.Text;
using Weir.Amqp.Wire;
using Weir.Fuzz.Tests.Engine;
using Weir.Wire;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>What clients send after the handshake: whole conversations, and random ones of damaged methods.</summary>
internal static class AmqpStreams
{
    private static readonly string[] Names = ["", "q1", "q2", "amq.topic", "amq.direct", "x1", "amq.fanout", "tag"];

    public static IEnumerable<byte[]> Real()
    {
        yield return Write(static o => Publish(o, "", "q1", "hello"));
        yield return Write(static o =>
        {
            ChannelOpen.Write(o, 1);
            QueueDeclare.Write(o, 1, "q1"u8, false, true, false, false, false, []);
            BasicQos.Write(o, 1, 0, 10, false);
            BasicConsume.Write(o, 1, "q1"u8, "tag"u8, false, false, false, false, []);
            ConfirmSelect.Write(o, 1, false);
            Publish(o, "", "q1", "one");
            Publish(o, "amq.topic", "a.b", "two");
            BasicAck.Write(o, 1, 1, true);
            BasicCancel.Write(o, 1, "tag"u8, false);
            ChannelClose.Write(o, 1, 200, "bye"u8, 0, 0);
            ConnectionClose.Write(o, 0, 200, "bye"u8, 0, 0);
        });
        yield return Write(static o =>
        {
            ChannelOpen.Write(o, 1);
            ExchangeDeclare.Write(o, 1, "x1"u8, "topic"u8, false, true, false, false, false, []);
            QueueDeclare.Write(o, 1, "q2"u8, false, false, true, true, false, Table());
            QueueBind.Write(o, 1, "q2"u8, "x1"u8, "#"u8, false, Table());
            TxSelect.Write(o, 1);
            Publish(o, "x1", "k", "three");
            BasicGet.Write(o, 1, "q2"u8, false);
            BasicNack.Write(o, 1, 1, false, true);
            TxCommit.Write(o, 1);
            QueuePurge.Write(o, 1, "q2"u8, false);
            QueueDelete.Write(o, 1, "q2"u8, false, false, false);
            ExchangeDelete.Write(o, 1, "x1"u8, false, false);
        });
    }

    /// <summary>Frames that are whole around arguments that were damaged.</summary>
    public static byte[] Random(Random random)
    {
        var mutator = new Mutator(random);
        return Write(output =>
        {
            ChannelOpen.Write(output, 1);
            for (int left = random.Next(1, 12); left > 0; left--)
            {
                if (random.Next(3) == 0) Publish(output, Name(random), Name(random), new string('x', random.Next(300)));
                else output.Write(Damaged(random, mutator));
            }
        });
    }

    public static byte[] Write(Action<PooledBufferWriter> write)
    {
        using var output = new PooledBufferWriter();
        write(output);
        return output.WrittenSpan.ToArray();
    }

    public static byte[] Table() => Write(static output =>
    {
        var table = new FieldTableWriter(output);
        table.Name("x-max-length"u8).Int32(10);
        table.Name("x-dead-letter-exchange"u8).LongString("x1"u8);
        table.Name("x-match"u8).LongString("any"u8);
        table.Name("when"u8).Timestamp(1_700_000_000);
        int inner = table.Name("inner"u8).BeginTable();
        table.Name("b"u8).Boolean(true);
        int list = table.Name("l"u8).BeginArray();
        table.Int64(7);
        table.Void();
        table.End(list);
        table.End(inner);
    });

    private static void Publish(PooledBufferWriter output, string exchange, string key, string body)
    {
        BasicPublish.Write(
            output, 1, Encoding.UTF8.GetBytes(exchange), Encoding.UTF8.GetBytes(key), false, false);
        byte[] octets = Encoding.UTF8.GetBytes(body);
        byte[] properties = Properties();
        Span<byte> header = output.Reserve(FrameLayout.OverheadBytes + ContentHeader.FixedBytes + properties.Length);
        header.Clear();
        FrameLayout.WriteHead(header, FrameType.Header, 1, ContentHeader.FixedBytes + properties.Length);
        header[8] = (byte)ContentHeader.BasicClass;
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(header[11..], octets.Length);
        properties.CopyTo(header[19..]);
        header[^1] = FrameLayout.End;
        if (octets.Length == 0) return;
        Span<byte> frame = output.Reserve(FrameLayout.OverheadBytes + octets.Length);
        FrameLayout.WriteHead(frame, FrameType.Body, 1, octets.Length);
        octets.CopyTo(frame[FrameLayout.HeadBytes..]);
        frame[^1] = FrameLayout.End;
    }

    public static byte[] Properties() => Write(static output =>
    {
        var writer = new BasicPropertiesWriter(output);
        writer.ShortString(BasicProperty.ContentType, "text/plain"u8);
        writer.Headers(Table());
        writer.Octet(BasicProperty.DeliveryMode, 2);
        writer.Octet(BasicProperty.Priority, 3);
        writer.ShortString(BasicProperty.Expiration, "60000"u8);
        writer.ShortString(BasicProperty.MessageId, "m-1"u8);
        writer.Timestamp(1_700_000_000);
        writer.Complete();
    });

    private static byte[] Damaged(Random random, Mutator mutator)
    {
        byte[] table = random.Next(2) == 0 ? Table() : mutator.Mutate(Table(), Table());
        byte[] name = Encoding.UTF8.GetBytes(Name(random));
        byte[] other = Encoding.UTF8.GetBytes(Name(random));
        ushort channel = (ushort)(random.Next(8) == 0 ? random.Next(4) : 1);
        bool b1 = random.Next(2) == 0, b2 = random.Next(2) == 0, b3 = random.Next(2) == 0;
        ulong tag = (ulong)random.Next(5);
        byte[] frame = Write(output =>
        {
            switch (random.Next(16))
            {
                case 0: QueueDeclare.Write(output, channel, name, b1, b2, b3, false, false, table); break;
                case 1:
                    ExchangeDeclare.Write(output, channel, name, "headers"u8, b1, b2, b3, false, false,
                    table); break;
                case 2: QueueBind.Write(output, channel, name, other, "k.#"u8, b1, table); break;
                case 3: BasicConsume.Write(output, channel, name, other, b1, b2, b3, false, table); break;
                case 4: BasicAck.Write(output, channel, tag, b1); break;
                case 5: BasicNack.Write(output, channel, tag, b1, b2); break;
                case 6: BasicReject.Write(output, channel, tag, b1); break;
                case 7: BasicGet.Write(output, channel, name, b1); break;
                case 8: BasicQos.Write(output, channel, (uint)tag, (ushort)random.Next(), b1); break;
                case 9: QueueUnbind.Write(output, channel, name, other, "k.#"u8, table); break;
                case 10: ExchangeBind.Write(output, channel, name, other, "k"u8, b1, table); break;
                case 11: TxSelect.Write(output, channel); break;
                case 12: TxCommit.Write(output, channel); break;
                case 13: BasicRecover.Write(output, channel, b1); break;
                case 14: ChannelFlow.Write(output, channel, b1); break;
                default: QueueDelete.Write(output, channel, name, b1, b2, b3); break;
            }
        });
        if (random.Next(2) == 0) return frame;

        // The frame stays whole: its arguments alone are damaged.
        byte[] arguments = mutator.Mutate(frame[FrameLayout.HeadBytes..^1], frame);
        byte[] damaged = new byte[FrameLayout.OverheadBytes + arguments.Length];
        FrameLayout.WriteHead(damaged, FrameType.Method, channel, arguments.Length);
        arguments.CopyTo(damaged, FrameLayout.HeadBytes);
        damaged[^1] = FrameLayout.End;
        return damaged;
    }

    private static string Name(Random random) => Names[random.Next(Names.Length)];
}
