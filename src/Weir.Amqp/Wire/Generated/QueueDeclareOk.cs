// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>queue.declare-ok</summary>
internal readonly ref struct QueueDeclareOk
{
    public const MethodId Id = MethodId.QueueDeclareOk;

    public ReadOnlySpan<byte> Queue { get; private init; }

    public uint MessageCount { get; private init; }

    public uint ConsumerCount { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out QueueDeclareOk method)
    {
        var reader = new ArgumentReader(octets);
        var queue = reader.ReadShortString();
        var messageCount = reader.ReadU32();
        var consumerCount = reader.ReadU32();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new QueueDeclareOk
        {
            Queue = queue,
            MessageCount = messageCount,
            ConsumerCount = consumerCount,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> queue, uint messageCount, uint consumerCount)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 9 + queue.Length);
        writer.WriteShortString(queue);
        writer.WriteU32(messageCount);
        writer.WriteU32(consumerCount);
        writer.Complete();
    }
}
