using System.Net.Sockets;
using Weir.Hosting.Configuration;

namespace Weir.Load;

/// <summary>
/// A blocking socket with a read buffer, for the few exchanges before the load begins. Every wait is bounded.
/// <see cref="Detach"/> hands socket and unread bytes to the connection that carries the load.
/// </summary>
internal sealed class LoadSocket : IDisposable
{
    private const int TimeoutMs = 60_000;

    private readonly Endpoint _target;
    private byte[] _buffer = new byte[8192];
    private int _start;
    private int _end;

    public LoadSocket(Endpoint target)
    {
        _target = target;
        Socket = new(SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = TimeoutMs,
            SendTimeout = TimeoutMs,
        };
        try
        {
            Socket.Connect(target.Host, target.Port);
        }
        catch (SocketException e)
        {
            Socket.Dispose();
            throw new LoadException($"cannot reach {target}: {e.Message}", e);
        }
    }

    public Socket Socket { get; }

    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    public void Consume(int bytes) => _start += bytes;

    public void Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty) bytes = bytes[Socket.Send(bytes)..];
        }
        catch (SocketException e)
        {
            throw new LoadException($"{_target} closed the connection: {e.Message}", e);
        }
    }

    /// <summary>Waits for more bytes behind the unread ones.</summary>
    public void Receive()
    {
        if (_start > 0)
        {
            Unread.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
        try
        {
            int read = Socket.Receive(_buffer.AsSpan(_end));
            if (read == 0) throw new LoadException($"{_target} closed the connection; is it another port?");
            _end += read;
        }
        catch (SocketException e)
        {
            throw new LoadException($"{_target} did not answer: {e.Message}", e);
        }
    }

    /// <summary>The socket, no longer ours, and what was read from it and not used.</summary>
    public (Socket Socket, byte[] Unread) Detach() => (Socket, Unread.ToArray());

    public void Dispose() => Socket.Dispose();
}
