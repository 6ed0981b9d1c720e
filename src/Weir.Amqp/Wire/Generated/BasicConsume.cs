// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>basic.consume</summary>
internal readonly ref struct BasicConsume
{
    public const MethodId Id = MethodId.BasicConsume;

    public ReadOnlySpan<byte> Queue { get; private init; }

    public ReadOnlySpan<byte> ConsumerTag { get; private init; }

    public bool NoLocal { get; private init; }

    public bool NoAck { get; private init; }

    public bool Exclusive { get; private init; }

    public bool NoWait { get; private init; }

    public ReadOnlySpan<byte> Arguments { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out BasicConsume method)
    {
        var reader = new ArgumentReader(octets);
        reader.ReadU16();
        var queue = reader.ReadShortString();
        var consumerTag = reader.ReadShortString();
        var noLocalBits = reader.ReadU8();
        var arguments = reader.ReadLongString();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new BasicConsume
        {
            Queue = queue,
            ConsumerTag = consumerTag,
            NoLocal = (noLocalBits & 1) != 0,
            NoAck = (noLocalBits & 2) != 0,
            Exclusive = (noLocalBits & 4) != 0,
            NoWait = (noLocalBits & 8) != 0,
            Arguments = arguments,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> queue, ReadOnlySpan<byte> consumerTag, bool noLocal, bool noAck, bool exclusive, bool noWait, ReadOnlySpan<byte> arguments)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 9 + queue.Length + consumerTag.Length + arguments.Length);
        writer.WriteU16(0);
        writer.WriteShortString(queue);
        writer.WriteShortString(consumerTag);
        writer.WriteU8((byte)((noLocal ? 1 : 0) | (noAck ? 2 : 0) | (exclusive ? 4 : 0) | (noWait ? 8 : 0)));
        writer.WriteLongString(arguments);
        writer.Complete();
    }
}
