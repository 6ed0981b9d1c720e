// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>tx.select</summary>
internal readonly ref struct TxSelect
{
    public const MethodId Id = MethodId.TxSelect;

    public static bool TryRead(ReadOnlySpan<byte> octets, out TxSelect method)
    {
        var reader = new ArgumentReader(octets);
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new TxSelect
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
