using System.Net;
using System.Net.Sockets;
using Weir.Broker;
using Weir.Hosting.Configuration;

namespace Weir.Hosting;

/// <summary>
/// Without users the broker lets everybody in, so it must not listen where others than this machine reach it.
/// </summary>
internal static class ListenerRule
{
    /// <exception cref="ConfigurationException">There is no user, and a listener that others can reach.</exception>
    public static void Check(MessageBroker broker, IEnumerable<(string Key, Endpoint Endpoint)> listeners)
    {
        if (!broker.Users.IsOpen) return;
        foreach ((string key, Endpoint endpoint) in listeners)
        {
            if (IsLocal(endpoint)) continue;
            throw new ConfigurationException(
                $"{key} is {endpoint}, which other machines can reach, but there is no user yet: set security.admin "
                + "and security.admin_password_file, or listen on 127.0.0.1.");
        }
    }

    private static bool IsLocal(Endpoint endpoint)
    {
        if (endpoint.Host == "localhost") return true;
        if (IPAddress.TryParse(endpoint.Host, out IPAddress? address)) return IPAddress.IsLoopback(address);
        try
        {
            return Dns.GetHostAddresses(endpoint.Host).All(IPAddress.IsLoopback);
        }
        catch (SocketException e)
        {
            throw new ConfigurationException($"the listener's name {endpoint.Host} has no address: {e.Message}.", e);
        }
    }
}
