using System.Net.Sockets;

namespace Weir.Load;

/// <summary>
/// One connection under load, driven by one thread: input is handed to <see cref="Take"/> in place, output goes out
/// without blocking, and what the socket does not take at once waits for it. Nothing is allocated for a message.
/// </summary>
internal abstract class LoadConnection : IDisposable
{
    private const int InputBytesFirst = 16 << 10;

    // A buffer that was filled by one read grows up to this; one message larger than it makes it grow further.
    private const int InputBytesFast = 1 << 20;

    private readonly Socket _socket;
    private byte[] _input = new byte[InputBytesFirst];
    private int _inputStart;
    private int _inputEnd;
    private byte[] _output = [];
    private int _outputStart;
    private int _outputEnd;

    protected LoadConnection(LoadSocket opened, LoadSpan span, LoadTally tally)
    {
        Span = span;
        Tally = tally;
        (_socket, byte[] unread) = opened.Detach();
        _socket.Blocking = false;
        if (unread.Length > _input.Length) _input = new byte[2 * unread.Length];
        unread.CopyTo(_input, 0);
        _inputEnd = unread.Length;
    }

    public int Handle => (int)_socket.Handle;

    /// <summary>Output waits for the socket to take it.</summary>
    public bool IsSending => _outputStart < _outputEnd;

    protected LoadSpan Span { get; }

    protected LoadTally Tally { get; }

    /// <summary>Sends what is due, and says when it wants to be called again if nothing arrives before.</summary>
    public abstract long Advance(long now);

    /// <summary>Takes whole messages off the front of the input and says how many bytes they were.</summary>
    protected abstract int Take(ReadOnlySpan<byte> input);

    /// <summary>After all input of one read was taken.</summary>
    protected virtual void Answer()
    {
    }

    /// <summary>Handles what is in the buffer from the time before the load.</summary>
    public void Start()
    {
        if (_inputEnd > 0) TakeAll(wasFilled: false);
    }

    /// <summary>Reads once and handles what came.</summary>
    public void Receive()
    {
        int read = _socket.Receive(_input.AsSpan(_inputEnd), SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock) return;
        if (error != SocketError.Success || read == 0)
            throw new LoadException($"the broker closed a connection under load ({error})");
        _inputEnd += read;
        TakeAll(_inputEnd == _input.Length);
    }

    /// <summary>Sends what is left of the output; true when none is.</summary>
    public bool Flush()
    {
        while (IsSending)
        {
            int sent = _socket.Send(
                _output.AsSpan(_outputStart, _outputEnd - _outputStart), SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock) return false;
            if (error != SocketError.Success)
                throw new LoadException($"the broker closed a connection under load ({error})");
            _outputStart += sent;
        }

        return true;
    }

    public void Dispose()
    {
        _socket.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Sends a piece of a buffer that stays as it is until <see cref="IsSending"/> is false.</summary>
    protected bool Send(byte[] bytes, int start, int end)
    {
        (_output, _outputStart, _outputEnd) = (bytes, start, end);
        return Flush();
    }

    private void TakeAll(bool wasFilled)
    {
        _inputStart += Take(_input.AsSpan(_inputStart, _inputEnd - _inputStart));
        if (_inputStart == _inputEnd) (_inputStart, _inputEnd) = (0, 0);
        if (wasFilled) MakeRoom();
        Answer();
    }

    private void MakeRoom()
    {
        int unread = _inputEnd - _inputStart;
        byte[] roomy = _input.Length < InputBytesFast || unread > _input.Length / 2
            ? new byte[checked(2 * _input.Length)]
            : _input;
        Buffer.BlockCopy(_input, _inputStart, roomy, 0, unread);
        (_input, _inputStart, _inputEnd) = (roomy, 0, unread);
    }
}
