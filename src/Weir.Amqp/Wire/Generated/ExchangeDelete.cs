// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>exchange.delete</summary>
internal readonly ref struct ExchangeDelete
{
    public const MethodId Id = MethodId.ExchangeDelete;

    public ReadOnlySpan<byte> Exchange { get; private init; }

    public bool IfUnused { get; private init; }

    public bool NoWait { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out ExchangeDelete method)
    {
        var reader = new ArgumentReader(octets);
        reader.ReadU16();
        var exchange = reader.ReadShortString();
        var ifUnusedBits = reader.ReadU8();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new ExchangeDelete
        {
            Exchange = exchange,
            IfUnused = (ifUnusedBits & 1) != 0,
            NoWait = (ifUnusedBits & 2) != 0,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, ReadOnlySpan<byte> exchange, bool ifUnused, bool noWait)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 4 + exchange.Length);
        writer.WriteU16(0);
        writer.WriteShortString(exchange);
        writer.WriteU8((byte)((ifUnused ? 1 : 0) | (noWait ? 2 : 0)));
        writer.Complete();
    }
}
