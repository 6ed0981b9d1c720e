// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>exchange.bind-ok</summary>
internal readonly ref struct ExchangeBindOk
{
    public const MethodId Id = MethodId.ExchangeBindOk;

    public static bool TryRead(ReadOnlySpan<byte> octets, out ExchangeBindOk method)
    {
        var reader = new ArgumentReader(octets);
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new ExchangeBindOk
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
