using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Weir.Amqp.Wire;

/// <summary>
/// Writes a message to a peer: a method frame, a content header frame and body frames of at most frame-max
/// (specification 4.2.6). Small messages take one span and one advance; larger ones one span for method and header and
/// one for each piece of the body. Properties are the raw octets that came with the message.
/// <code>
/// | method frame | 2 channel size | 60 | 0 | body size | properties | CE |( 3 channel size | piece | CE )*
/// </code>
/// The header frame cannot be split (4.2.6.1): whoever accepts a message bounds its properties by frame-min.
/// </summary>
internal static class ContentWriter
{
    private const int OneSpanBytesMax = 16 * 1024;
    private const int HeaderFrameFixedBytes = FrameLayout.OverheadBytes + ContentHeader.FixedBytes;
    private const int MethodFixedBytes = FrameLayout.OverheadBytes + FrameLayout.MethodIdBytes;

    public static void WriteDeliver(IBufferWriter<byte> output, int frameMax, ushort channel,
        ReadOnlySpan<byte> consumerTag, ulong deliveryTag, bool redelivered, ReadOnlySpan<byte> exchange,
        ReadOnlySpan<byte> routingKey, ReadOnlySpan<byte> properties, ReadOnlySpan<byte> body)
    {
        var method = MethodFixedBytes + 12 + consumerTag.Length + exchange.Length + routingKey.Length;
        var span = Begin(output, method, properties.Length, body.Length, frameMax);
        var position = BeginMethod(span, channel, MethodId.BasicDeliver, method);
        position = Put(span, position, consumerTag);
        BinaryPrimitives.WriteUInt64BigEndian(span[position..], deliveryTag);
        span[position + 8] = redelivered ? (byte)1 : (byte)0;
        position = Put(span, position + 9, exchange);
        position = Put(span, position, routingKey);
        Finish(output, span, position, frameMax, channel, properties, body);
    }

    /// <summary>The body in pieces, as a record in several segments is.</summary>
    public static void WriteDeliver(IBufferWriter<byte> output, int frameMax, ushort channel,
        ReadOnlySpan<byte> consumerTag, ulong deliveryTag, bool redelivered, ReadOnlySpan<byte> exchange,
        ReadOnlySpan<byte> routingKey, ReadOnlySpan<byte> properties, in ReadOnlySequence<byte> body)
    {
        if (body.IsSingleSegment)
        {
            WriteDeliver(output, frameMax, channel, consumerTag, deliveryTag, redelivered, exchange, routingKey,
                properties, body.FirstSpan);
            return;
        }

        BasicDeliver.Write(output, channel, consumerTag, deliveryTag, redelivered, exchange, routingKey);
        WriteContent(output, frameMax, channel, properties, body);
    }

    public static void WriteGetOk(IBufferWriter<byte> output, int frameMax, ushort channel, ulong deliveryTag,
        bool redelivered, ReadOnlySpan<byte> exchange, ReadOnlySpan<byte> routingKey, uint messageCount,
        ReadOnlySpan<byte> properties, in ReadOnlySequence<byte> body)
    {
        BasicGetOk.Write(output, channel, deliveryTag, redelivered, exchange, routingKey, messageCount);
        WriteContent(output, frameMax, channel, properties, body);
    }

    public static void WriteReturn(IBufferWriter<byte> output, int frameMax, ushort channel, ReplyCode replyCode,
        ReadOnlySpan<byte> replyText, ReadOnlySpan<byte> exchange, ReadOnlySpan<byte> routingKey,
        ReadOnlySpan<byte> properties, in ReadOnlySequence<byte> body)
    {
        BasicReturn.Write(output, channel, (ushort)replyCode, replyText, exchange, routingKey);
        WriteContent(output, frameMax, channel, properties, body);
    }

    /// <summary>What a client sends; tests and tools use it.</summary>
    public static void WritePublish(IBufferWriter<byte> output, int frameMax, ushort channel,
        ReadOnlySpan<byte> exchange, ReadOnlySpan<byte> routingKey, bool mandatory, ReadOnlySpan<byte> properties,
        in ReadOnlySequence<byte> body)
    {
        BasicPublish.Write(output, channel, exchange, routingKey, mandatory, immediate: false);
        WriteContent(output, frameMax, channel, properties, body);
    }

    /// <summary>The content header frame and the body frames, after any method that carries content.</summary>
    public static void WriteContent(IBufferWriter<byte> output, int frameMax, ushort channel,
        ReadOnlySpan<byte> properties, in ReadOnlySequence<byte> body)
    {
        var headerBytes = HeaderFrameFixedBytes + properties.Length;
        var span = output.GetSpan(headerBytes);
        WriteHeader(span, channel, properties, body.Length);
        output.Advance(headerBytes);

        var pieceMax = frameMax - FrameLayout.OverheadBytes;
        for (var rest = body; !rest.IsEmpty;)
        {
            var piece = rest.Slice(0, Math.Min(rest.Length, pieceMax));
            rest = rest.Slice(piece.End);
            FrameLayout.WriteHead(output.GetSpan(FrameLayout.HeadBytes), FrameType.Body, channel, (int)piece.Length);
            output.Advance(FrameLayout.HeadBytes);
            foreach (var segment in piece) output.Write(segment.Span);
            output.GetSpan(FrameLayout.EndBytes)[0] = FrameLayout.End;
            output.Advance(FrameLayout.EndBytes);
        }
    }

    /// <summary>The same for a body in one piece.</summary>
    public static void WriteContent(IBufferWriter<byte> output, int frameMax, ushort channel,
        ReadOnlySpan<byte> properties, ReadOnlySpan<byte> body)
    {
        var headerBytes = HeaderFrameFixedBytes + properties.Length;
        var span = output.GetSpan(headerBytes);
        WriteHeader(span, channel, properties, body.Length);
        output.Advance(headerBytes);
        WritePieces(output, frameMax, channel, body);
    }

    // One span for everything when the body fits one small frame, else for method and header only.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<byte> Begin(
        IBufferWriter<byte> output, int methodBytes, int propertiesBytes, int bodyBytes, int frameMax)
    {
        var bytes = methodBytes + HeaderFrameFixedBytes + propertiesBytes;
        if (IsOneSpan(bytes, bodyBytes, frameMax)) bytes += bodyBytes == 0 ? 0 : FrameLayout.OverheadBytes + bodyBytes;
        return output.GetSpan(bytes)[..bytes];
    }

    private static bool IsOneSpan(int prefixBytes, int bodyBytes, int frameMax) =>
        bodyBytes <= frameMax - FrameLayout.OverheadBytes && bodyBytes <= OneSpanBytesMax - prefixBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int BeginMethod(Span<byte> span, ushort channel, MethodId id, int methodBytes)
    {
        BinaryPrimitives.WriteUInt32BigEndian(span[FrameLayout.HeadBytes..], (uint)id);
        FrameLayout.WriteHead(span, FrameType.Method, channel, methodBytes - FrameLayout.OverheadBytes);
        return FrameLayout.HeadBytes + FrameLayout.MethodIdBytes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Put(Span<byte> span, int position, ReadOnlySpan<byte> shortString)
    {
        span[position] = checked((byte)shortString.Length);
        shortString.CopyTo(span[(position + 1)..]);
        return position + 1 + shortString.Length;
    }

    private static void Finish(IBufferWriter<byte> output, Span<byte> span, int position, int frameMax,
        ushort channel, ReadOnlySpan<byte> properties, ReadOnlySpan<byte> body)
    {
        span[position++] = FrameLayout.End;
        position += WriteHeader(span[position..], channel, properties, body.Length);
        if (body.IsEmpty || position == span.Length)
        {
            output.Advance(position);
            WritePieces(output, frameMax, channel, body);
            return;
        }

        var frame = span[position..];
        FrameLayout.WriteHead(frame, FrameType.Body, channel, body.Length);
        body.CopyTo(frame[FrameLayout.HeadBytes..]);
        frame[^1] = FrameLayout.End;
        output.Advance(span.Length);
    }

    private static int WriteHeader(Span<byte> span, ushort channel, ReadOnlySpan<byte> properties, long bodyBytes)
    {
        var payloadBytes = ContentHeader.FixedBytes + properties.Length;
        span[FrameLayout.HeadBytes + payloadBytes] = FrameLayout.End;
        FrameLayout.WriteHead(span, FrameType.Header, channel, payloadBytes);
        BinaryPrimitives.WriteUInt32BigEndian(span[7..], (uint)ContentHeader.BasicClass << 16);
        BinaryPrimitives.WriteInt64BigEndian(span[11..], bodyBytes);
        properties.CopyTo(span[(FrameLayout.HeadBytes + ContentHeader.FixedBytes)..]);
        return FrameLayout.OverheadBytes + payloadBytes;
    }

    private static void WritePieces(
        IBufferWriter<byte> output, int frameMax, ushort channel, ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            var piece = body[..Math.Min(body.Length, frameMax - FrameLayout.OverheadBytes)];
            body = body[piece.Length..];
            FrameLayout.WriteHead(output.GetSpan(FrameLayout.HeadBytes), FrameType.Body, channel, piece.Length);
            output.Advance(FrameLayout.HeadBytes);
            output.Write(piece);
            output.GetSpan(FrameLayout.EndBytes)[0] = FrameLayout.End;
            output.Advance(FrameLayout.EndBytes);
        }
    }
}
