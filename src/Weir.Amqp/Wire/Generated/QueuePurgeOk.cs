// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>queue.purge-ok</summary>
internal readonly ref struct QueuePurgeOk
{
    public const MethodId Id = MethodId.QueuePurgeOk;

    public uint MessageCount { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out QueuePurgeOk method)
    {
        var reader = new ArgumentReader(octets);
        var messageCount = reader.ReadU32();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new QueuePurgeOk
        {
            MessageCount = messageCount,
        };
        return true;
    }

    public static void Write(IBufferWriter<byte> output, ushort channel, uint messageCount)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 4);
        writer.WriteU32(messageCount);
        writer.Complete();
    }
}
