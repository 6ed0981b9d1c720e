using System.Buffers;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>The bytes in pieces of changing small lengths, as a slow network delivers them.</summary>
internal sealed class Segments : ReadOnlySequenceSegment<byte>
{
    private Segments(ReadOnlyMemory<byte> memory, long index)
    {
        Memory = memory;
        RunningIndex = index;
    }

    public static ReadOnlySequence<byte> Of(byte[] bytes)
    {
        var first = new Segments(bytes.AsMemory(0, Math.Min(1, bytes.Length)), 0);
        Segments last = first;
        for (int at = last.Memory.Length, step = 2; at < bytes.Length; step = (step * 3 % 61) + 1)
        {
            int count = Math.Min(step, bytes.Length - at);
            var next = new Segments(bytes.AsMemory(at, count), at);
            last.Next = next;
            last = next;
            at += count;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
