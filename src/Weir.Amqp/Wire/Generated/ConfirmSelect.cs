// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>confirm.select</summary>
internal readonly ref struct ConfirmSelect
{
    public const MethodId Id = MethodId.ConfirmSelect;

    public bool NoWait { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out ConfirmSelect method)
    {
        var reader = new ArgumentReader(octets);
        var noWaitBits = reader.ReadU8();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new ConfirmSelect
        {
            NoWait = (noWaitBits & 1) != 0,
        };
        return true;
    }

    public static void Write(IBufferWriter<byte> output, ushort channel, bool noWait)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 1);
        writer.WriteU8((byte)(noWait ? 1 : 0));
        writer.Complete();
    }
}
