// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>queue.bind-ok</summary>
internal readonly ref struct QueueBindOk
{
    public const MethodId Id = MethodId.QueueBindOk;

    public static bool TryRead(ReadOnlySpan<byte> octets, out QueueBindOk method)
    {
        var reader = new ArgumentReader(octets);
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new QueueBindOk
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
