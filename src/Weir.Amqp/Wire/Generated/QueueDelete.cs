// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>queue.delete</summary>
internal readonly ref struct QueueDelete
{
    public const MethodId Id = MethodId.QueueDelete;

    public ReadOnlySpan<byte> Queue { get; private init; }

    public bool IfUnused { get; private init; }

    public bool IfEmpty { get; private init; }

    public bool NoWait { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out QueueDelete method)
    {
        var reader = new ArgumentReader(octets);
        reader.ReadU16();
        var queue = reader.ReadShortString();
        var ifUnusedBits = reader.ReadU8();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new QueueDelete
        {
            Queue = queue,
            IfUnused = (ifUnusedBits & 1) != 0,
            IfEmpty = (ifUnusedBits & 2) != 0,
            NoWait = (ifUnusedBits & 4) != 0,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> queue, bool ifUnused, bool ifEmpty, bool noWait)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 4 + queue.Length);
        writer.WriteU16(0);
        writer.WriteShortString(queue);
        writer.WriteU8((byte)((ifUnused ? 1 : 0) | (ifEmpty ? 2 : 0) | (noWait ? 4 : 0)));
        writer.Complete();
    }
}
