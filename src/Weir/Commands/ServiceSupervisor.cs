using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Weir.Commands;

/// <summary>
/// Tells the service manager how the process is, by the protocol of sd_notify(3): datagrams of KEY=VALUE lines to the
/// socket that NOTIFY_SOCKET names. With WATCHDOG_USEC it says that it is alive twice in that time, for as long as the
/// broker keeps its promises; a process that is stuck falls silent and is started again.
/// </summary>
internal sealed class ServiceSupervisor : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly UnixDomainSocketEndPoint _address;
    private readonly Func<bool> _isAlive;
    private readonly ITimer? _watchdog;

    private ServiceSupervisor(string path, TimeSpan watchdog, Func<bool> isAlive)
    {
        // A leading @ stands for the zero byte of an abstract name.
        _address = new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path);
        _isAlive = isAlive;
        if (watchdog > TimeSpan.Zero)
        {
            _watchdog = TimeProvider.System.CreateTimer(
                static state => ((ServiceSupervisor)state!).Beat(), this, TimeSpan.Zero, watchdog / 2);
        }
    }

    /// <summary>Null when no service manager asked to be told.</summary>
    public static ServiceSupervisor? Find(IReadOnlyDictionary<string, string> environment, Func<bool> isAlive)
    {
        if (!environment.TryGetValue("NOTIFY_SOCKET", out string? path) || path.Length < 2) return null;
        bool isForUs = !environment.TryGetValue("WATCHDOG_PID", out string? pid)
            || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        long micros = isForUs && environment.TryGetValue("WATCHDOG_USEC", out string? text)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : 0;
        return new ServiceSupervisor(path, TimeSpan.FromMicroseconds(micros), isAlive);
    }

    public void Ready() => Send("READY=1\nSTATUS=serving");

    public void Stopping() => Send("STOPPING=1\nSTATUS=draining connections, then a last checkpoint");

    public async ValueTask DisposeAsync()
    {
        if (_watchdog is not null) await _watchdog.DisposeAsync();
        _socket.Dispose();
    }

    private void Beat()
    {
        if (_isAlive()) Send("WATCHDOG=1");
    }

    private void Send(string lines)
    {
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(lines), _address);
        }
        catch (SocketException)
        {
            // A service manager that does not listen is its own trouble: the broker goes on.
        }
    }
}
