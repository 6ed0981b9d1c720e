// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>queue.purge</summary>
internal readonly ref struct QueuePurge
{
    public const MethodId Id = MethodId.QueuePurge;

    public ReadOnlySpan<byte> Queue { get; private init; }

    public bool NoWait { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out QueuePurge method)
    {
        var reader = new ArgumentReader(octets);
        reader.ReadU16();
        var queue = reader.ReadShortString();
        var noWaitBits = reader.ReadU8();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new QueuePurge
        {
            Queue = queue,
            NoWait = (noWaitBits & 1) != 0,
        };
        return true;
    }

    public static void Write(IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> queue, bool noWait)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 4 + queue.Length);
        writer.WriteU16(0);
        writer.WriteShortString(queue);
        writer.WriteU8((byte)(noWait ? 1 : 0));
        writer.Complete();
    }
}
