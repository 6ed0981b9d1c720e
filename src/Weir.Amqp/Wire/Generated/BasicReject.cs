// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>basic.reject</summary>
internal readonly ref struct BasicReject
{
    public const MethodId Id = MethodId.BasicReject;

    public ulong DeliveryTag { get; private init; }

    public bool Requeue { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out BasicReject method)
    {
        var reader = new ArgumentReader(octets);
        var deliveryTag = reader.ReadU64();
        var requeueBits = reader.ReadU8();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new BasicReject
        {
            DeliveryTag = deliveryTag,
            Requeue = (requeueBits & 1) != 0,
        };
        return true;
    }

    public static void Write(IBufferWriter<byte> output, ushort channel, ulong deliveryTag, bool requeue)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 9);
        writer.WriteU64(deliveryTag);
        writer.WriteU8((byte)(requeue ? 1 : 0));
        writer.Complete();
    }
}
