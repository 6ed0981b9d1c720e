using System.Buffers;
using Weir.Wire;

namespace Weir.Amqp.Wire;

/// <summary>A frame sliced out of the input. Its payload is valid until the pipe is advanced past it.</summary>
internal readonly struct Frame(FrameType type, ushort channel, ReadOnlySequence<byte> payload)
{
    public FrameType Type { get; } = type;

    public ushort Channel { get; } = channel;

    public ReadOnlySequence<byte> Payload { get; } = payload;

    /// <summary>The payload in one piece: in place when it lies so, else copied into the scratch buffer.</summary>
    public ReadOnlySpan<byte> PayloadSpan(PooledBufferWriter scratch)
    {
        if (Payload.IsSingleSegment) return Payload.FirstSpan;
        scratch.Clear();
        var copy = scratch.Reserve((int)Payload.Length);
        Payload.CopyTo(copy);
        return copy;
    }
}
