namespace Weir.Amqp.Sessions;

/// <summary>
/// Heartbeats both ways (specification 4.2.7): one is sent when nothing else was for half an interval, and a client not
/// heard of for two intervals is given up. Before that, bounds the time that opening may take. A client that the server
/// does not read from now is not blamed for its silence.
/// </summary>
internal sealed class Liveness : IDisposable
{
    private const int SilentHalvesMax = 4;

    private readonly AmqpConnection _connection;
    private readonly ITimer _timer;
    private TimeSpan _interval;
    private int _silentHalves;

    public Liveness(AmqpConnection connection, TimeProvider time, TimeSpan handshakeTimeout)
    {
        _connection = connection;
        _timer = time.CreateTimer(
            static state => ((Liveness)state!).Tick(), this, handshakeTimeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Bytes came since the last look.</summary>
    public bool HasHeard { get; set; }

    /// <summary>The client negotiated this interval; zero for none.</summary>
    public void Start(TimeSpan interval)
    {
        _interval = interval;
        if (interval > TimeSpan.Zero) _timer.Change(interval / 2, interval / 2);
    }

    /// <summary>The connection is being closed: the client has this long to agree.</summary>
    public void EndWithin(TimeSpan limit)
    {
        _interval = TimeSpan.Zero;
        _timer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        if (_interval == TimeSpan.Zero)
        {
            // The time to open or to close is over. Without heartbeats an open connection may be silent.
            if (_connection.Phase != ConnectionPhase.Running) _connection.Abort();
            return;
        }

        _silentHalves = HasHeard || !_connection.IsReading ? 0 : _silentHalves + 1;
        HasHeard = false;
        if (_silentHalves >= SilentHalvesMax)
        {
            _connection.Server.Logger.HeartbeatMissed(_connection.Remote, (_interval * 2).TotalSeconds);
            _connection.Abort();
            return;
        }

        _connection.SendHeartbeat();
    }
}
