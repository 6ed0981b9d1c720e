// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>basic.ack</summary>
internal readonly ref struct BasicAck
{
    public const MethodId Id = MethodId.BasicAck;

    public ulong DeliveryTag { get; private init; }

    public bool Multiple { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out BasicAck method)
    {
        var reader = new ArgumentReader(octets);
        var deliveryTag = reader.ReadU64();
        var multipleBits = reader.ReadU8();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new BasicAck
        {
            DeliveryTag = deliveryTag,
            Multiple = (multipleBits & 1) != 0,
        };
        return true;
    }

    public static void Write(IBufferWriter<byte> output, ushort channel, ulong deliveryTag, bool multiple)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 9);
        writer.WriteU64(deliveryTag);
        writer.WriteU8((byte)(multiple ? 1 : 0));
        writer.Complete();
    }
}
