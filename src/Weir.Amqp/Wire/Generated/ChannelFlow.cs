// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>channel.flow</summary>
internal readonly ref struct ChannelFlow
{
    public const MethodId Id = MethodId.ChannelFlow;

    public bool Active { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out ChannelFlow method)
    {
        var reader = new ArgumentReader(octets);
        var activeBits = reader.ReadU8();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new ChannelFlow
        {
            Active = (activeBits & 1) != 0,
        };
        return true;
    }

    public static void Write(IBufferWriter<byte> output, ushort channel, bool active)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 1);
        writer.WriteU8((byte)(active ? 1 : 0));
        writer.Complete();
    }
}
