// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>queue.unbind</summary>
internal readonly ref struct QueueUnbind
{
    public const MethodId Id = MethodId.QueueUnbind;

    public ReadOnlySpan<byte> Queue { get; private init; }

    public ReadOnlySpan<byte> Exchange { get; private init; }

    public ReadOnlySpan<byte> RoutingKey { get; private init; }

    public ReadOnlySpan<byte> Arguments { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out QueueUnbind method)
    {
        var reader = new ArgumentReader(octets);
        reader.ReadU16();
        var queue = reader.ReadShortString();
        var exchange = reader.ReadShortString();
        var routingKey = reader.ReadShortString();
        var arguments = reader.ReadLongString();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new QueueUnbind
        {
            Queue = queue,
            Exchange = exchange,
            RoutingKey = routingKey,
            Arguments = arguments,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> queue, ReadOnlySpan<byte> exchange, ReadOnlySpan<byte> routingKey, ReadOnlySpan<byte> arguments)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 9 + queue.Length + exchange.Length + routingKey.Length + arguments.Length);
        writer.WriteU16(0);
        writer.WriteShortString(queue);
        writer.WriteShortString(exchange);
        writer.WriteShortString(routingKey);
        writer.WriteLongString(arguments);
        writer.Complete();
    }
}
