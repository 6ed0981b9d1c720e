// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>basic.get-empty</summary>
internal readonly ref struct BasicGetEmpty
{
    public const MethodId Id = MethodId.BasicGetEmpty;

    public static bool TryRead(ReadOnlySpan<byte> octets, out BasicGetEmpty method)
    {
        var reader = new ArgumentReader(octets);
        reader.ReadShortString();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new BasicGetEmpty
        {
        };
        return true;
    }

    public static void Write(IBufferWriter<byte> output, ushort channel)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 1);
        writer.WriteU8(0);
        writer.Complete();
    }
}
