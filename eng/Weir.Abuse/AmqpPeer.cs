using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Weir.Amqp.Wire;
using Weir.Wire;

namespace Weir.Abuse;

/// <summary>
/// The client's end of an AMQP connection, which may do as it likes. It blocks; one thread at a time.
/// </summary>
internal sealed class AmqpPeer : IDisposable
{
    private readonly PooledBufferWriter _out = new();
    private byte[] _in = new byte[256 << 10];
    private int _filled;
    private int _taken;

    public AmqpPeer(TargetBroker broker) => Socket = TargetBroker.Connect(broker.AmqpPort);

    public Socket Socket { get; }

    /// <summary>A connection with channel 1 open.</summary>
    public static AmqpPeer Open(TargetBroker broker, ushort heartbeatSeconds = 0)
    {
        var peer = new AmqpPeer(broker);
        peer.Send(static o => o.Write(ProtocolHeader.Bytes));
        peer.Expect(MethodId.ConnectionStart);
        peer.Send(static o => ConnectionStartOk.Write(o, 0, [], "PLAIN"u8, "\0guest\0guest"u8, "en_US"u8));
        peer.Expect(MethodId.ConnectionTune);
        peer.Send(o =>
        {
            ConnectionTuneOk.Write(o, 0, 2047, 131_072, heartbeatSeconds);
            ConnectionOpen.Write(o, 0, "/"u8);
        });
        peer.Expect(MethodId.ConnectionOpenOk);
        peer.Send(static o => ChannelOpen.Write(o, 1));
        peer.Expect(MethodId.ChannelOpenOk);
        return peer;
    }

    public void Send(Action<PooledBufferWriter> write)
    {
        _out.Clear();
        write(_out);
        Send(_out.WrittenSpan);
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[Socket.Send(bytes)..];
    }

    public void Declare(string queue, byte[]? arguments = null)
    {
        Send(o => QueueDeclare.Write(
            o, 1, Encoding.UTF8.GetBytes(queue), false, true, false, false, false, arguments ?? []));
        Expect(MethodId.QueueDeclareOk);
    }

    public void Publish(string queue, ReadOnlyMemory<byte> body) => Send(o => Write(o, queue, body.Span));

    public static void Write(PooledBufferWriter output, string queue, ReadOnlySpan<byte> body)
    {
        BasicPublish.Write(output, 1, [], Encoding.UTF8.GetBytes(queue), false, false);
        WriteHeader(output, (ulong)body.Length);
        while (!body.IsEmpty)
        {
            int bytes = Math.Min(body.Length, 131_072 - FrameLayout.OverheadBytes);
            WriteBody(output, body[..bytes]);
            body = body[bytes..];
        }
    }

    public static void WriteHeader(PooledBufferWriter output, ulong bodyBytes)
    {
        Span<byte> header = output.Reserve(FrameLayout.OverheadBytes + ContentHeader.FixedBytes + 2);
        header.Clear();
        FrameLayout.WriteHead(header, FrameType.Header, 1, ContentHeader.FixedBytes + 2);
        header[8] = (byte)ContentHeader.BasicClass;
        BinaryPrimitives.WriteUInt64BigEndian(header[11..], bodyBytes);
        header[^1] = FrameLayout.End;
    }

    public static void WriteBody(PooledBufferWriter output, ReadOnlySpan<byte> body)
    {
        Span<byte> frame = output.Reserve(FrameLayout.OverheadBytes + body.Length);
        FrameLayout.WriteHead(frame, FrameType.Body, 1, body.Length);
        body.CopyTo(frame[FrameLayout.HeadBytes..]);
        frame[^1] = FrameLayout.End;
    }

    /// <summary>The next method that is not a heartbeat; its reply code when it closes something, else 0.</summary>
    public (MethodId Id, int ReplyCode, string Text) Receive()
    {
        while (true)
        {
            if (!TryReceiveFrame(out FrameView frame)) return (MethodId.None, 0, "the connection ended");
            if (frame.Type != FrameType.Method) continue;
            MethodFrame.TryRead(frame.Payload, out MethodId id, out ReadOnlySpan<byte> arguments);
            if (id == MethodId.ConnectionClose && ConnectionClose.TryRead(arguments, out ConnectionClose connection))
                return (id, connection.ReplyCode, Encoding.UTF8.GetString(connection.ReplyText));
            if (id == MethodId.ChannelClose && ChannelClose.TryRead(arguments, out ChannelClose channel))
                return (id, channel.ReplyCode, Encoding.UTF8.GetString(channel.ReplyText));
            return (id, 0, "");
        }
    }

    public void Expect(MethodId expected)
    {
        (MethodId id, int code, string text) = Receive();
        AbuseException.Require(id == expected, $"expected {expected}, the broker said {id} {code} {text}");
    }

    /// <summary>
    /// Any of the codes, in channel.close or connection.close; or the end without a word when 0 is one.
    /// </summary>
    public void ExpectClose(string what, params int[] codes)
    {
        while (true)
        {
            (MethodId id, int code, string text) = Receive();
            if (id is not (MethodId.None or MethodId.ConnectionClose or MethodId.ChannelClose)) continue;
            AbuseException.Require(codes.Contains(code), $"{what} is answered by {id} {code} {text}");
            return;
        }
    }

    public void Dispose()
    {
        Socket.Dispose();
        _out.Dispose();
    }

    private bool TryReceiveFrame(out FrameView frame)
    {
        while (true)
        {
            FrameStatus status = FrameReader.TryRead(_in.AsSpan(_taken, _filled - _taken), 131_072, out frame, out _);
            if (status == FrameStatus.Complete)
            {
                _taken += frame.FrameBytes;
                return true;
            }

            AbuseException.Require(status == FrameStatus.NeedMore, "the broker sends what is no frame");
            _in.AsSpan(_taken, _filled - _taken).CopyTo(_in);
            _filled -= _taken;
            _taken = 0;
            int read;
            try
            {
                read = Socket.Receive(_in.AsSpan(_filled));
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
            {
                return false;
            }

            if (read == 0) return false;
            _filled += read;
        }
    }
}
