// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>basic.get</summary>
internal readonly ref struct BasicGet
{
    public const MethodId Id = MethodId.BasicGet;

    public ReadOnlySpan<byte> Queue { get; private init; }

    public bool NoAck { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out BasicGet method)
    {
        var reader = new ArgumentReader(octets);
        reader.ReadU16();
        var queue = reader.ReadShortString();
        var noAckBits = reader.ReadU8();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new BasicGet
        {
            Queue = queue,
            NoAck = (noAckBits & 1) != 0,
        };
        return true;
    }

    public static void Write(IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> queue, bool noAck)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 4 + queue.Length);
        writer.WriteU16(0);
        writer.WriteShortString(queue);
        writer.WriteU8((byte)(noAck ? 1 : 0));
        writer.Complete();
    }
}
