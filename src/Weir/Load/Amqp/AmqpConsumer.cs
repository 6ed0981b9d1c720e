using System.Buffers.Binary;
using Weir.Amqp.Wire;

namespace Weir.Load.Amqp;

/// <summary>
/// Takes what a queue delivers and acknowledges it, so many messages at once. A message is its method frame, its header
/// frame and body frames up to the size that the header states.
/// </summary>
internal sealed class AmqpConsumer : LoadConsumer
{
    private const ushort Channel = 1;

    private readonly int _ackBatch;
    private ulong _tag;
    private long _bodyLeft;
    private bool _isFirstPiece;
    private int _unacknowledged;

    private AmqpConsumer(AmqpLink link, LoadPlan plan, LoadSpan span, LoadTally tally)
        : base(link.Socket, span, tally) => _ackBatch = plan.AckBatch;

    public static AmqpConsumer Open(AmqpTarget target, LoadPlan plan, int index, LoadSpan span, LoadTally tally)
    {
        AmqpLink link = new(target);
        link.Consume(AmqpProducer.Queue(plan, index % plan.Lanes), plan.Prefetch);
        return new AmqpConsumer(link, plan, span, tally);
    }

    protected override int Take(ReadOnlySpan<byte> input)
    {
        int taken = 0;
        long now = LoadClock.Now;
        while (FrameReader.TryRead(input[taken..], int.MaxValue, out FrameView frame, out _) == FrameStatus.Complete)
        {
            taken += frame.FrameBytes;
            switch (frame.Type)
            {
                case FrameType.Method:
                    TakeMethod(frame.Payload);
                    break;
                case FrameType.Header:
                    _bodyLeft = BinaryPrimitives.ReadInt64BigEndian(frame.Payload[4..]);
                    _isFirstPiece = true;
                    break;
                case FrameType.Body:
                    TakeBody(frame.Payload, now);
                    break;
            }
        }

        return taken;
    }

    private void TakeMethod(ReadOnlySpan<byte> payload)
    {
        if (!MethodFrame.TryRead(payload, out MethodId id, out ReadOnlySpan<byte> arguments)) return;

        // Consumer tag, then the delivery tag (1.8.3.14); the rest of the method is of no interest here.
        if (id == MethodId.BasicDeliver) _tag = BinaryPrimitives.ReadUInt64BigEndian(arguments[(1 + arguments[0])..]);
        else AmqpRefusal.ThrowIfClosed(id, arguments);
    }

    private void TakeBody(ReadOnlySpan<byte> piece, long now)
    {
        _bodyLeft -= piece.Length;
        if (_isFirstPiece) Received(piece, now);
        _isFirstPiece = false;
        if (_bodyLeft > 0 || ++_unacknowledged < _ackBatch) return;
        BasicAck.Write(Output, Channel, _tag, multiple: _ackBatch > 1);
        _unacknowledged = 0;
    }
}
