// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>exchange.declare</summary>
internal readonly ref struct ExchangeDeclare
{
    public const MethodId Id = MethodId.ExchangeDeclare;

    public ReadOnlySpan<byte> Exchange { get; private init; }

    public ReadOnlySpan<byte> Type { get; private init; }

    public bool Passive { get; private init; }

    public bool Durable { get; private init; }

    public bool AutoDelete { get; private init; }

    public bool Internal { get; private init; }

    public bool NoWait { get; private init; }

    public ReadOnlySpan<byte> Arguments { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out ExchangeDeclare method)
    {
        var reader = new ArgumentReader(octets);
        reader.ReadU16();
        var exchange = reader.ReadShortString();
        var type = reader.ReadShortString();
        var passiveBits = reader.ReadU8();
        var arguments = reader.ReadLongString();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new ExchangeDeclare
        {
            Exchange = exchange,
            Type = type,
            Passive = (passiveBits & 1) != 0,
            Durable = (passiveBits & 2) != 0,
            AutoDelete = (passiveBits & 4) != 0,
            Internal = (passiveBits & 8) != 0,
            NoWait = (passiveBits & 16) != 0,
            Arguments = arguments,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> exchange, ReadOnlySpan<byte> type, bool passive, bool durable, bool autoDelete, bool @internal, bool noWait, ReadOnlySpan<byte> arguments)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 9 + exchange.Length + type.Length + arguments.Length);
        writer.WriteU16(0);
        writer.WriteShortString(exchange);
        writer.WriteShortString(type);
        writer.WriteU8((byte)((passive ? 1 : 0) | (durable ? 2 : 0) | (autoDelete ? 4 : 0) | (@internal ? 8 : 0) | (noWait ? 16 : 0)));
        writer.WriteLongString(arguments);
        writer.Complete();
    }
}
