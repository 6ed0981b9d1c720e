// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>basic.cancel-ok</summary>
internal readonly ref struct BasicCancelOk
{
    public const MethodId Id = MethodId.BasicCancelOk;

    public ReadOnlySpan<byte> ConsumerTag { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out BasicCancelOk method)
    {
        var reader = new ArgumentReader(octets);
        var consumerTag = reader.ReadShortString();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new BasicCancelOk
        {
            ConsumerTag = consumerTag,
        };
        return true;
    }

    public static void Write(IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> consumerTag)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 1 + consumerTag.Length);
        writer.WriteShortString(consumerTag);
        writer.Complete();
    }
}
