// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>queue.delete-ok</summary>
internal readonly ref struct QueueDeleteOk
{
    public const MethodId Id = MethodId.QueueDeleteOk;

    public uint MessageCount { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out QueueDeleteOk method)
    {
        var reader = new ArgumentReader(octets);
        var messageCount = reader.ReadU32();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new QueueDeleteOk
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
