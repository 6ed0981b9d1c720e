// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>exchange.bind</summary>
internal readonly ref struct ExchangeBind
{
    public const MethodId Id = MethodId.ExchangeBind;

    public ReadOnlySpan<byte> Destination { get; private init; }

    public ReadOnlySpan<byte> Source { get; private init; }

    public ReadOnlySpan<byte> RoutingKey { get; private init; }

    public bool NoWait { get; private init; }

    public ReadOnlySpan<byte> Arguments { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out ExchangeBind method)
    {
        var reader = new ArgumentReader(octets);
        reader.ReadU16();
        var destination = reader.ReadShortString();
        var source = reader.ReadShortString();
        var routingKey = reader.ReadShortString();
        var noWaitBits = reader.ReadU8();
        var arguments = reader.ReadLongString();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new ExchangeBind
        {
            Destination = destination,
            Source = source,
            RoutingKey = routingKey,
            NoWait = (noWaitBits & 1) != 0,
            Arguments = arguments,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> destination, ReadOnlySpan<byte> source, ReadOnlySpan<byte> routingKey, bool noWait, ReadOnlySpan<byte> arguments)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 10 + destination.Length + source.Length + routingKey.Length + arguments.Length);
        writer.WriteU16(0);
        writer.WriteShortString(destination);
        writer.WriteShortString(source);
        writer.WriteShortString(routingKey);
        writer.WriteU8((byte)(noWait ? 1 : 0));
        writer.WriteLongString(arguments);
        writer.Complete();
    }
}
