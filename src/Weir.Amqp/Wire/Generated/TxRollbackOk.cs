// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>tx.rollback-ok</summary>
internal readonly ref struct TxRollbackOk
{
    public const MethodId Id = MethodId.TxRollbackOk;

    public static bool TryRead(ReadOnlySpan<byte> octets, out TxRollbackOk method)
    {
        var reader = new ArgumentReader(octets);
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new TxRollbackOk
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
