// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>basic.cancel</summary>
internal readonly ref struct BasicCancel
{
    public const MethodId Id = MethodId.BasicCancel;

    public ReadOnlySpan<byte> ConsumerTag { get; private init; }

    public bool NoWait { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out BasicCancel method)
    {
        var reader = new ArgumentReader(octets);
        var consumerTag = reader.ReadShortString();
        var noWaitBits = reader.ReadU8();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new BasicCancel
        {
            ConsumerTag = consumerTag,
            NoWait = (noWaitBits & 1) != 0,
        };
        return true;
    }

    public static void Write(IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> consumerTag, bool noWait)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 2 + consumerTag.Length);
        writer.WriteShortString(consumerTag);
        writer.WriteU8((byte)(noWait ? 1 : 0));
        writer.Complete();
    }
}
