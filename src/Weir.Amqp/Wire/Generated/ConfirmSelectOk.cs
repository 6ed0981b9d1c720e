// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>confirm.select-ok</summary>
internal readonly ref struct ConfirmSelectOk
{
    public const MethodId Id = MethodId.ConfirmSelectOk;

    public static bool TryRead(ReadOnlySpan<byte> octets, out ConfirmSelectOk method)
    {
        var reader = new ArgumentReader(octets);
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new ConfirmSelectOk
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
