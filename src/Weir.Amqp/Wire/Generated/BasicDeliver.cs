// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>basic.deliver</summary>
internal readonly ref struct BasicDeliver
{
    public const MethodId Id = MethodId.BasicDeliver;

    public ReadOnlySpan<byte> ConsumerTag { get; private init; }

    public ulong DeliveryTag { get; private init; }

    public bool Redelivered { get; private init; }

    public ReadOnlySpan<byte> Exchange { get; private init; }

    public ReadOnlySpan<byte> RoutingKey { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out BasicDeliver method)
    {
        var reader = new ArgumentReader(octets);
        var consumerTag = reader.ReadShortString();
        var deliveryTag = reader.ReadU64();
        var redeliveredBits = reader.ReadU8();
        var exchange = reader.ReadShortString();
        var routingKey = reader.ReadShortString();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new BasicDeliver
        {
            ConsumerTag = consumerTag,
            DeliveryTag = deliveryTag,
            Redelivered = (redeliveredBits & 1) != 0,
            Exchange = exchange,
            RoutingKey = routingKey,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> consumerTag, ulong deliveryTag, bool redelivered, ReadOnlySpan<byte> exchange, ReadOnlySpan<byte> routingKey)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 12 + consumerTag.Length + exchange.Length + routingKey.Length);
        writer.WriteShortString(consumerTag);
        writer.WriteU64(deliveryTag);
        writer.WriteU8((byte)(redelivered ? 1 : 0));
        writer.WriteShortString(exchange);
        writer.WriteShortString(routingKey);
        writer.Complete();
    }
}
