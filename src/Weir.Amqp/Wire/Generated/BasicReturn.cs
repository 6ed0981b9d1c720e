// generated from eng/amqp/methods.amqp: dotnet run --project eng/Weir.AmqpGenerator
#nullable enable

using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>basic.return</summary>
internal readonly ref struct BasicReturn
{
    public const MethodId Id = MethodId.BasicReturn;

    public ushort ReplyCode { get; private init; }

    public ReadOnlySpan<byte> ReplyText { get; private init; }

    public ReadOnlySpan<byte> Exchange { get; private init; }

    public ReadOnlySpan<byte> RoutingKey { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> octets, out BasicReturn method)
    {
        var reader = new ArgumentReader(octets);
        var replyCode = reader.ReadU16();
        var replyText = reader.ReadShortString();
        var exchange = reader.ReadShortString();
        var routingKey = reader.ReadShortString();
        if (!reader.IsComplete)
        {
            method = default;
            return false;
        }

        method = new BasicReturn
        {
            ReplyCode = replyCode,
            ReplyText = replyText,
            Exchange = exchange,
            RoutingKey = routingKey,
        };
        return true;
    }

    public static void Write(
        IBufferWriter<byte> output, ushort channel, ushort replyCode, ReadOnlySpan<byte> replyText, ReadOnlySpan<byte> exchange, ReadOnlySpan<byte> routingKey)
    {
        var writer = new MethodFrameWriter(output, channel, Id, 5 + replyText.Length + exchange.Length + routingKey.Length);
        writer.WriteU16(replyCode);
        writer.WriteShortString(replyText);
        writer.WriteShortString(exchange);
        writer.WriteShortString(routingKey);
        writer.Complete();
    }
}
