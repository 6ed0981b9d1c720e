// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>queue.declare</summary>
internal readonly ref struct QueueDeclare
{
    public const MethodId Id = MethodId.QueueDeclare;

    public ReadOnlySpan<byte> Queue { get; private init; }

    public bool Passive { get; private init; }

    public bool Durable { get; private init; }

    public bool Exclusive { get; private init; }

    public bool AutoDelete { get; private init; }

    public bool NoWait { get; private init; }

    public ReadOnlySpan<byte> Arguments { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out QueueDeclare method)
    {
        var reader = new ArgumentReader(octets);
        reader.ReadU16();
        var queue = reader.ReadShortString();
        var passiveBits = reader.ReadU8();
        var arguments = reader.ReadLongString();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new QueueDeclare
        {
            Queue = queue,
            Passive = (passiveBits & 1) != 0,
            Durable = (passiveBits & 2) != 0,
            Exclusive = (passiveBits & 4) != 0,
            AutoDelete = (passiveBits & 8) != 0,
            NoWait = (passiveBits & 16) != 0,
            Arguments = arguments,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> queue, bool passive, bool durable, bool exclusive, bool autoDelete, bool noWait, ReadOnlySpan<byte> arguments)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 8 + queue.Length + arguments.Length);
        writer.WriteU16(0);
        writer.WriteShortString(queue);
        writer.WriteU8((byte)((passive ? 1 : 0) | (durable ? 2 : 0) | (exclusive ? 4 : 0) | (autoDelete ? 8 : 0) | (noWait ? 16 : 0)));
        writer.WriteLongString(arguments);
        writer.Complete();
    }
}
