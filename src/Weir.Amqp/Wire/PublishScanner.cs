using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Weir.Amqp.Wire;

/// <summary>
/// The fast path of publishing: reads back-to-back publishes of one channel in place, each a method, a header and no
/// or one body frame that lie whole in one span. It judges nothing: at the first thing of any other shape (another
/// channel or method, a split body, an incomplete or wrong frame) it stops before it, and the caller goes on there
/// with <see cref="FrameReader"/>, which knows every error. What it accepts, that path accepts as well.
/// </summary>
/// <param name="buffer">The input, from the start of a frame.</param>
/// <param name="channel">The channel whose publishes are taken.</param>
/// <param name="frameMax">The largest whole frame to accept, in bytes.</param>
internal ref struct PublishScanner(ReadOnlySpan<byte> buffer, ushort channel, int frameMax)
{
    // Type and channel of the three frames, as the upper 24 bits of their first four octets.
    private readonly uint _methodHead = ((uint)FrameType.Method << 16) | channel;
    private readonly uint _headerHead = ((uint)FrameType.Header << 16) | channel;
    private readonly uint _bodyHead = ((uint)FrameType.Body << 16) | channel;
    private readonly uint _payloadMax = (uint)(frameMax - FrameLayout.OverheadBytes);
    private ReadOnlySpan<byte> _rest = buffer;

    /// <summary>The input from the first frame that was not taken.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out PublishView publish)
    {
        publish = default;
        if (!TryTakeFrame(_rest, _methodHead, out var method, out var rest)) return false;
        if (!TryTakeFrame(rest, _headerHead, out var header, out rest)) return false;

        // class 2, method 2, reserved 2, exchange 1 + n, routing key 1 + n, bits 1
        if (method.Length < 9) return false;
        if (BinaryPrimitives.ReadUInt32BigEndian(method) != (uint)MethodId.BasicPublish) return false;
        int exchangeBytes = method[6];
        if (exchangeBytes + 9 > method.Length) return false;
        int keyBytes = method[7 + exchangeBytes];
        if (exchangeBytes + keyBytes + 9 != method.Length) return false;

        // class 2, weight 2, body size 8, property flags 2
        if (header.Length < ContentHeader.FixedBytes + 2) return false;
        if (BinaryPrimitives.ReadUInt32BigEndian(header) != (uint)ContentHeader.BasicClass << 16) return false;
        var bodyBytes = BinaryPrimitives.ReadUInt64BigEndian(header[4..]);
        ReadOnlySpan<byte> body = default;
        if (bodyBytes != 0)
        {
            if (!TryTakeFrame(rest, _bodyHead, out body, out rest)) return false;
            if ((ulong)body.Length != bodyBytes) return false;
        }

        _rest = rest;
        publish = new(method.Slice(7, exchangeBytes), method.Slice(8 + exchangeBytes, keyBytes), method[^1],
            header[ContentHeader.FixedBytes..], body);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool TryTakeFrame(
        ReadOnlySpan<byte> input, uint head, out ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> rest)
    {
        payload = default;
        rest = default;
        if (input.Length < FrameLayout.OverheadBytes) return false;

        // The head's seven octets and one more: type 8, channel 16, size 32, payload or end 8.
        var first = BinaryPrimitives.ReadUInt64BigEndian(input);
        if ((uint)(first >> 40) != head) return false;
        var size = (uint)(first >> 8);
        if (size > _payloadMax || size > (uint)(input.Length - FrameLayout.OverheadBytes)) return false;
        if (input[FrameLayout.HeadBytes + (int)size] != FrameLayout.End) return false;
        payload = input.Slice(FrameLayout.HeadBytes, (int)size);
        rest = input[(FrameLayout.OverheadBytes + (int)size)..];
        return true;
    }
}
