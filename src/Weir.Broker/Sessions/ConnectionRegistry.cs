using System.Collections.Concurrent;
using System.Net;

namespace Weir.Broker.Sessions;

/// <summary>
/// The connections of all protocols. Totals cover connections that have ended, so that they only grow.
/// </summary>
public sealed class ConnectionRegistry
{
    private readonly ConcurrentDictionary<long, ClientConnection> _open = new();
    private readonly TimeProvider _time;
    private readonly Lock _sync = new();
    private SessionTotals _ended;
    private long _opened;
    private volatile bool _isDraining;

    internal ConnectionRegistry(TimeProvider time) => _time = time;

    public IEnumerable<ClientConnection> All => _open.Values;

    public int Count => _open.Count;

    /// <summary>Connections opened since the start.</summary>
    public long Opened => Volatile.Read(ref _opened);

    /// <summary>While set, listeners turn new connections away.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>What all connections carried since the start.</summary>
    public SessionTotals Totals
    {
        get
        {
            SessionTotals totals;
            lock (_sync) totals = _ended;
            foreach (ClientConnection connection in _open.Values) totals += SessionTotals.Of(connection);
            return totals;
        }
    }

    /// <param name="protocol">The protocol's name.</param>
    /// <param name="remote">Where the client is, if it is anywhere.</param>
    /// <param name="close">Ends the session; called from any thread, with the reason.</param>
    public ClientConnection Open(string protocol, EndPoint? remote, Action<string> close)
    {
        long number = Interlocked.Increment(ref _opened);
        var connection = new ClientConnection(
            this, number, protocol, remote, _time.GetUtcNow().ToUnixTimeMilliseconds(), close);
        _open[number] = connection;
        return connection;
    }

    public ClientConnection? Find(long number) => _open.GetValueOrDefault(number);

    /// <summary>Turns new connections away and asks those that are there to end.</summary>
    public void Drain(string reason)
    {
        TurnAway();
        CloseAll(reason);
    }

    /// <summary>Turns new connections away; those that are there go on.</summary>
    public void TurnAway() => _isDraining = true;

    /// <summary>Asks all that are there to end.</summary>
    public void CloseAll(string reason)
    {
        foreach (ClientConnection connection in _open.Values) connection.Close(reason);
    }

    /// <summary>Asks those of a user to end.</summary>
    public void CloseAllOf(string user, string reason)
    {
        foreach (ClientConnection connection in _open.Values)
            if (connection.User == user) connection.Close(reason);
    }

    /// <summary>Lets connections in again.</summary>
    public void Resume() => _isDraining = false;

    internal void Remove(ClientConnection connection)
    {
        lock (_sync)
            if (_open.TryRemove(connection.Number, out _)) _ended += SessionTotals.Of(connection);
    }
}
