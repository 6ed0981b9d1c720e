// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>channel.open-ok</summary>
internal readonly ref struct ChannelOpenOk
{
    public const MethodId Id = MethodId.ChannelOpenOk;

    public static bool TryRead(ReadOnlySpan<byte> octets, out ChannelOpenOk method)
    {
        var reader = new ArgumentReader(octets);
        reader.ReadLongString();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new ChannelOpenOk
        {
        };
        return true;
    }

    public static void Write(IBufferWriter<byte> output, ushort channel)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 4);
        writer.WriteU32(0);
        writer.Complete();
    }
}
