// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>basic.recover-ok</summary>
internal readonly ref struct BasicRecoverOk
{
    public const MethodId Id = MethodId.BasicRecoverOk;

    public static bool TryRead(ReadOnlySpan<byte> octets, out BasicRecoverOk method)
    {
        var reader = new ArgumentReader(octets);
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new BasicRecoverOk
        {
        };
        return true;
    }

    public static void Write(IBufferWriter<byte> output, ushort channel)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 0);
        writer.Complete();
    }
}
