// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>queue.bind</summary>
internal readonly ref struct QueueBind
{
    public const MethodId Id = MethodId.QueueBind;

    public ReadOnlySpan<byte> Queue { get; private init; }

    public ReadOnlySpan<byte> Exchange { get; private init; }

    public ReadOnlySpan<byte> RoutingKey { get; private init; }

    public bool NoWait { get; private init; }

    public ReadOnlySpan<byte> Arguments { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out QueueBind method)
    {
        var reader = new ArgumentReader(octets);
        reader.ReadU16();
        var queue = reader.ReadShortString();
        var exchange = reader.ReadShortString();
        var routingKey = reader.ReadShortString();
        var noWaitBits = reader.ReadU8();
        var arguments = reader.ReadLongString();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new QueueBind
        {
            Queue = queue,
            Exchange = exchange,
            RoutingKey = routingKey,
            NoWait = (noWaitBits & 1) != 0,
            Arguments = arguments,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> queue, ReadOnlySpan<byte> exchange, ReadOnlySpan<byte> routingKey, bool noWait, ReadOnlySpan<byte> arguments)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 10 + queue.Length + exchange.Length + routingKey.Length + arguments.Length);
        writer.WriteU16(0);
        writer.WriteShortString(queue);
        writer.WriteShortString(exchange);
        writer.WriteShortString(routingKey);
        writer.WriteU8((byte)(noWait ? 1 : 0));
        writer.WriteLongString(arguments);
        writer.Complete();
    }
}
