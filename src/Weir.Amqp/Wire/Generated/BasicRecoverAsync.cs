// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>basic.recover-async</summary>
internal readonly ref struct BasicRecoverAsync
{
    public const MethodId Id = MethodId.BasicRecoverAsync;

    public bool Requeue { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out BasicRecoverAsync method)
    {
        var reader = new ArgumentReader(octets);
        var requeueBits = reader.ReadU8();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new BasicRecoverAsync
        {
            Requeue = (requeueBits & 1) != 0,
        };
        return true;
    }

    public static void Write(IBufferWriter<byte> output, ushort channel, bool requeue)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 1);
        writer.WriteU8((byte)(requeue ? 1 : 0));
        writer.Complete();
    }
}
