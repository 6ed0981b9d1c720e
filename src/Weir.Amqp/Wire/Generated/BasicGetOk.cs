// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>basic.get-ok</summary>
internal readonly ref struct BasicGetOk
{
    public const MethodId Id = MethodId.BasicGetOk;

    public ulong DeliveryTag { get; private init; }

    public bool Redelivered { get; private init; }

    public ReadOnlySpan<byte> Exchange { get; private init; }

    public ReadOnlySpan<byte> RoutingKey { get; private init; }

    public uint MessageCount { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out BasicGetOk method)
    {
        var reader = new ArgumentReader(octets);
        var deliveryTag = reader.ReadU64();
        var redeliveredBits = reader.ReadU8();
        var exchange = reader.ReadShortString();
        var routingKey = reader.ReadShortString();
        var messageCount = reader.ReadU32();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new BasicGetOk
        {
            DeliveryTag = deliveryTag,
            Redelivered = (redeliveredBits & 1) != 0,
            Exchange = exchange,
            RoutingKey = routingKey,
            MessageCount = messageCount,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, ulong deliveryTag, bool redelivered, ReadOnlySpan<byte> exchange, ReadOnlySpan<byte> routingKey, uint messageCount)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 15 + exchange.Length + routingKey.Length);
        writer.WriteU64(deliveryTag);
        writer.WriteU8((byte)(redelivered ? 1 : 0));
        writer.WriteShortString(exchange);
        writer.WriteShortString(routingKey);
        writer.WriteU32(messageCount);
        writer.Complete();
    }
}
