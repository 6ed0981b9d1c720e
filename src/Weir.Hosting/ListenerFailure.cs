using System.Net;
using System.Net.Sockets;
using Weir.Hosting.Configuration;

namespace Weir.Hosting;

/// <summary>
/// Says in a sentence which listener cannot start and why. The server tells it for some reasons only, and without the
/// setting; so each address is tried once more, when all of the server's are closed again.
/// </summary>
internal static class ListenerFailure
{
    public static ConfigurationException Explain(
        Exception failure, IEnumerable<(string Key, Endpoint Endpoint)> listeners)
    {
        foreach ((string key, Endpoint endpoint) in listeners)
        {
            try
            {
                IPAddress address = AddressOf(endpoint);
                using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(address, endpoint.Port));
                socket.Listen();
            }
            catch (SocketException e)
            {
                return new ConfigurationException($"{key} cannot listen on {endpoint}: {e.Message}.", failure);
            }
        }

        return new ConfigurationException($"a listener cannot start: {failure.Message}", failure);
    }

    /// <exception cref="SocketException">The name has no address.</exception>
    public static IPAddress AddressOf(Endpoint endpoint) =>
        IPAddress.TryParse(endpoint.Host, out IPAddress? address) ? address : Dns.GetHostAddresses(endpoint.Host)[0];
}
