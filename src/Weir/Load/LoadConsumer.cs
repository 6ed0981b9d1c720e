using System.Buffers.Binary;
using Weir.Wire;

namespace Weir.Load;

/// <summary>
/// A connection that takes messages. Each carries when it was due in its first eight bytes, so the time from end to end
/// needs no clock but ours. What the protocol answers gathers in one buffer that goes out after each read.
/// </summary>
internal abstract class LoadConsumer(LoadSocket opened, LoadSpan span, LoadTally tally)
    : LoadConnection(opened, span, tally)
{
    public const int StampBytes = 8;

    private PooledBufferWriter _writing = new();
    private PooledBufferWriter _sending = new();

    /// <summary>What goes out after this read.</summary>
    protected PooledBufferWriter Output => _writing;

    public override long Advance(long now)
    {
        if (Flush()) SendAnswers();
        return long.MaxValue;
    }

    public static void Stamp(Span<byte> body, long dueAt) => BinaryPrimitives.WriteInt64LittleEndian(body, dueAt);

    protected override void Answer()
    {
        if (!IsSending) SendAnswers();
    }

    protected void Received(ReadOnlySpan<byte> body, long now)
    {
        Tally.AddReceived(1);
        if (body.Length < StampBytes) return;
        long due = BinaryPrimitives.ReadInt64LittleEndian(body);
        if (Span.Measures(due)) Tally.EndToEndLatency.Record(now - due);
    }

    private void SendAnswers()
    {
        if (_writing.WrittenBytes == 0) return;
        (_writing, _sending) = (_sending, _writing);
        _writing.Clear();
        if (System.Runtime.InteropServices.MemoryMarshal.TryGetArray<byte>(
            _sending.WrittenMemory, out ArraySegment<byte> bytes))
        {
            Send(bytes.Array!, bytes.Offset, bytes.Offset + bytes.Count);
        }
    }
}
