using System.Net;
using System.Net.Sockets;

namespace Weir.Testing;

/// <summary>
/// Ports for brokers, each given out once in this process: a broker that is down keeps its port, and two tests that
/// start at the same moment never meet. Below the ephemeral range: a port from there could be taken by an outgoing
/// connection while the broker is down, or a client that retries could connect to itself.
/// </summary>
public static class Ports
{
    private const int Min = 21_000;
    private const int Count = 1_000;

    // Not always from the start: another run on this machine may be under way.
    private static readonly int First = Random.Shared.Next(Count);
    private static int _given;

    public static int Next()
    {
        while (true)
        {
            int given = Interlocked.Increment(ref _given);
            if (given > Count)
                throw new InvalidOperationException($"No free port is left between {Min} and {Min + Count - 1}.");
            int port = Min + ((First + given) % Count);
            if (IsFree(port)) return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
