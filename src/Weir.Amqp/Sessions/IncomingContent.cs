using Weir.Amqp.Wire;
using Weir.Broker.Sessions;
using Weir.Wire;

namespace Weir.Amqp.Sessions;

/// <summary>
/// A message that comes in pieces: kept until its body is whole. Memory grows with what has arrived, not with what was
/// announced.
/// </summary>
internal sealed class IncomingContent(UnfinishedShare share) : IDisposable
{
    private readonly PooledBufferWriter _head = new();
    private readonly PooledBufferWriter _body = new();
    private int _exchangeBytes;
    private int _keyBytes;
    private byte _bits;
    private long _bodyBytes;
    private long _heldBytes;

    public ContentState State { get; private set; }

    public bool IsWhole => State == ContentState.Body && _body.WrittenBytes == _bodyBytes;

    public PublishView View
    {
        get
        {
            ReadOnlySpan<byte> head = _head.WrittenSpan;
            int properties = _exchangeBytes + _keyBytes;
            return new PublishView(
                head[.._exchangeBytes], head[_exchangeBytes..properties], _bits, head[properties..], _body.WrittenSpan);
        }
    }

    public void Begin(scoped in BasicPublish publish)
    {
        End();
        _head.Reset();
        _body.Reset();
        _head.Write(publish.Exchange);
        _head.Write(publish.RoutingKey);
        _exchangeBytes = publish.Exchange.Length;
        _keyBytes = publish.RoutingKey.Length;
        _bits = (byte)((publish.Mandatory ? 1 : 0) | (publish.Immediate ? 2 : 0));
        State = ContentState.Header;
    }

    public void TakeHeader(ReadOnlySpan<byte> payload, int messageBytesMax)
    {
        if (State != ContentState.Header) throw Unexpected("content body", "non content body frame");
        WireError error = ContentHeader.TryRead(payload, out ContentHeader header);
        if (error != WireError.None) throw AmqpException.Of(error);
        if (header.ClassId != ContentHeader.BasicClass)
        {
            throw new AmqpException(
                ReplyCode.UnexpectedFrame,
                $"expected content header for class 60, got one for class {header.ClassId} instead");
        }

        if (header.BodyBytes > (ulong)messageBytesMax)
        {
            State = ContentState.None;
            throw new AmqpException(
                ReplyCode.PreconditionFailed,
                $"message size {header.BodyBytes} is larger than configured max size {messageBytesMax}");
        }

        _head.Write(header.Properties);
        _bodyBytes = (long)header.BodyBytes;
        State = ContentState.Body;
    }

    public void TakeBody(ReadOnlySpan<byte> payload)
    {
        if (State != ContentState.Body)
            throw Unexpected("content header for class 60", "non content header frame");
        if (_body.WrittenBytes + (long)payload.Length > _bodyBytes)
            throw new AmqpException(ReplyCode.FrameError, "content body is longer than its header says");
        if (!share.TryAdd(payload.Length))
        {
            throw new AmqpException(
                ReplyCode.ResourceError, "no room for a message of which only a part has come; try again later");
        }

        _heldBytes += payload.Length;
        _body.Write(payload);
    }

    /// <summary>A method came: no message may be under way.</summary>
    public void MustBeNone()
    {
        if (State == ContentState.Header) throw Unexpected("content header for class 60", "non content header frame");
        if (State == ContentState.Body) throw Unexpected("content body", "non content body frame");
    }

    public void End()
    {
        share.Remove(_heldBytes);
        _heldBytes = 0;
        State = ContentState.None;
    }

    public void Dispose()
    {
        End();
        _head.Dispose();
        _body.Dispose();
    }

    /// <summary>Content that no method announced.</summary>
    public static AmqpException Uncalled() =>
        new(ReplyCode.UnexpectedFrame, "expected method frame, got non method frame instead")
        {
            Method = MethodId.None,
        };

    private static AmqpException Unexpected(string expected, string got) =>
        new(ReplyCode.UnexpectedFrame, $"expected {expected}, got {got} instead");
}
