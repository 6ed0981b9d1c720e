using System.Buffers;

namespace Weir.Storage.Logs;

/// <summary>A reusable link of a frame's byte sequence.</summary>
internal sealed class FrameSegment : ReadOnlySequenceSegment<byte>
{
    public void Set(ReadOnlyMemory<byte> memory, FrameSegment? previous)
    {
        Memory = memory;
        Next = null;
        RunningIndex = previous is null ? 0 : previous.RunningIndex + previous.Memory.Length;
        if (previous is not null) previous.Next = this;
    }

    public void Release()
    {
        Memory = default;
        Next = null;
    }
}
