// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>basic.publish</summary>
internal readonly ref struct BasicPublish
{
    public const MethodId Id = MethodId.BasicPublish;

    public ReadOnlySpan<byte> Exchange { get; private init; }

    public ReadOnlySpan<byte> RoutingKey { get; private init; }

    public bool Mandatory { get; private init; }

    public bool Immediate { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out BasicPublish method)
    {
        var reader = new ArgumentReader(octets);
        reader.ReadU16();
        var exchange = reader.ReadShortString();
        var routingKey = reader.ReadShortString();
        var mandatoryBits = reader.ReadU8();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new BasicPublish
        {
            Exchange = exchange,
            RoutingKey = routingKey,
            Mandatory = (mandatoryBits & 1) != 0,
            Immediate = (mandatoryBits & 2) != 0,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> exchange, ReadOnlySpan<byte> routingKey, bool mandatory, bool immediate)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 5 + exchange.Length + routingKey.Length);
        writer.WriteU16(0);
        writer.WriteShortString(exchange);
        writer.WriteShortString(routingKey);
        writer.WriteU8((byte)((mandatory ? 1 : 0) | (immediate ? 2 : 0)));
        writer.Complete();
    }
}
