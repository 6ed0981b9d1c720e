using System.Buffers;
using System.Buffers.Binary;

namespace Weir.Amqp.Wire;

/// <summary>
/// Finds where a frame ends (layout: <see cref="FrameLayout"/>, specification 4.2.3). Type, channel and size are judged
/// as soon as the head is there, before a single payload octet is waited for; the end octet when it arrives. Slices,
/// never copies or allocates. Every refusal is reply code 501 (4.2.3, 4.2.7) and ends the connection.
/// </summary>
internal static class FrameReader
{
    /// <summary>Slices the first frame off <paramref name="buffer"/>, or leaves it alone.</summary>
    /// <param name="buffer">What has arrived.</param>
    /// <param name="frameMax">The largest whole frame to accept, in bytes. It must be finite: for a negotiated 0 the
    /// caller names its own ceiling.</param>
    /// <param name="frame">The frame when the answer is Complete.</param>
    /// <param name="error">The reason when the answer is Malformed.</param>
    public static FrameStatus TryRead(
        ref ReadOnlySequence<byte> buffer, int frameMax, out Frame frame, out WireError error)
    {
        var first = buffer.FirstSpan;
        var status = TryRead(first, frameMax, out var view, out error);
        if (status == FrameStatus.Complete)
        {
            frame = new(view.Type, view.Channel, buffer.Slice(FrameLayout.HeadBytes, view.Payload.Length));
            buffer = buffer.Slice(view.FrameBytes);
            return FrameStatus.Complete;
        }

        if (status == FrameStatus.NeedMore && !buffer.IsSingleSegment)
            return ReadAcrossSegments(ref buffer, frameMax, out frame, out error);
        frame = default;
        return status;
    }

    /// <summary>As above, for input in one piece; the caller goes on at <see cref="FrameView.FrameBytes"/>.</summary>
    public static FrameStatus TryRead(
        ReadOnlySpan<byte> buffer, int frameMax, out FrameView frame, out WireError error)
    {
        frame = default;
        if (buffer.Length < FrameLayout.HeadBytes)
        {
            error = buffer.IsEmpty ? WireError.None : CheckType(buffer[0]);
            return error == WireError.None ? FrameStatus.NeedMore : FrameStatus.Malformed;
        }

        var size = BinaryPrimitives.ReadUInt32BigEndian(buffer[3..]);
        var channel = BinaryPrimitives.ReadUInt16BigEndian(buffer[1..]);
        error = CheckHead(buffer[0], channel, size, frameMax);
        if (error != WireError.None) return FrameStatus.Malformed;
        var end = FrameLayout.HeadBytes + (int)size;
        if (end >= buffer.Length) return FrameStatus.NeedMore;
        if (buffer[end] != FrameLayout.End)
        {
            error = WireError.MissingFrameEnd;
            return FrameStatus.Malformed;
        }

        frame = new((FrameType)buffer[0], channel, buffer[FrameLayout.HeadBytes..end]);
        return FrameStatus.Complete;
    }

    private static FrameStatus ReadAcrossSegments(
        ref ReadOnlySequence<byte> buffer, int frameMax, out Frame frame, out WireError error)
    {
        frame = default;
        Span<byte> head = stackalloc byte[FrameLayout.HeadBytes];
        var available = (int)Math.Min(buffer.Length, FrameLayout.HeadBytes);
        buffer.Slice(0, available).CopyTo(head);
        var status = TryRead(head[..available], frameMax, out _, out error);
        if (status == FrameStatus.Malformed || available < FrameLayout.HeadBytes) return status;

        var size = (int)BinaryPrimitives.ReadUInt32BigEndian(head[3..]);
        if (buffer.Length < FrameLayout.OverheadBytes + size) return FrameStatus.NeedMore;
        if (buffer.Slice(FrameLayout.HeadBytes + size).FirstSpan[0] != FrameLayout.End)
        {
            error = WireError.MissingFrameEnd;
            return FrameStatus.Malformed;
        }

        var channel = BinaryPrimitives.ReadUInt16BigEndian(head[1..]);
        frame = new((FrameType)head[0], channel, buffer.Slice(FrameLayout.HeadBytes, size));
        buffer = buffer.Slice(FrameLayout.OverheadBytes + size);
        return FrameStatus.Complete;
    }

    // The type first, as when it alone has arrived: how the bytes were cut must not change the reason.
    private static WireError CheckHead(byte type, ushort channel, uint size, int frameMax)
    {
        var error = CheckType(type);
        if (error != WireError.None) return error;
        if (size > (uint)(frameMax - FrameLayout.OverheadBytes)) return WireError.FrameTooLarge;
        if (type != (byte)FrameType.Heartbeat) return WireError.None;
        if (channel != 0) return WireError.HeartbeatOnChannel;
        return size != 0 ? WireError.HeartbeatNotEmpty : WireError.None;
    }

    private static WireError CheckType(byte type) =>
        type is >= (byte)FrameType.Method and <= (byte)FrameType.Body or (byte)FrameType.Heartbeat
            ? WireError.None
            : WireError.UnknownFrameType;
}
