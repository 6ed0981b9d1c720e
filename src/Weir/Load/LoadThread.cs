namespace Weir.Load;

/// <summary>
/// A thread that drives some connections: sends what is due, waits for the next moment or for input, handles input. It
/// sleeps in the kernel and never spins. The first thing that goes wrong ends it and is kept for the run.
/// </summary>
internal sealed class LoadThread
{
    private const long WaitMax = 50_000_000;

    private readonly LoadConnection[] _connections;
    private readonly Ppoll.Entry[] _entries;
    private readonly Thread _thread;
    private volatile bool _isStopping;

    public LoadThread(IEnumerable<LoadConnection> connections)
    {
        _connections = [.. connections];
        _entries = new Ppoll.Entry[_connections.Length];
        for (int i = 0; i < _entries.Length; i++) _entries[i].Handle = _connections[i].Handle;
        _thread = new Thread(Run) { IsBackground = true, Name = "load" };
    }

    public Exception? Failure { get; private set; }

    public bool IsAlive => _thread.IsAlive;

    public void Start() => _thread.Start();

    public void Stop() => _isStopping = true;

    public void Join() => _thread.Join();

    private void Run()
    {
        try
        {
            Ppoll.WaitPrecisely();
            foreach (LoadConnection connection in _connections) connection.Start();
            while (!_isStopping) Turn();
        }
#pragma warning disable CA1031 // Whatever ends a thread of ours is rethrown by the run that owns it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure = e;
        }
    }

    private void Turn()
    {
        long wakeAt = long.MaxValue;
        long now = LoadClock.Now;
        for (int i = 0; i < _connections.Length; i++)
        {
            LoadConnection connection = _connections[i];
            wakeAt = Math.Min(wakeAt, connection.Advance(now));
            _entries[i].Wanted = connection.IsSending ? (short)(Ppoll.In | Ppoll.Out) : Ppoll.In;
        }

        Ppoll.Wait(_entries, Math.Clamp(wakeAt - LoadClock.Now, 0, WaitMax));
        for (int i = 0; i < _connections.Length; i++)
        {
            if ((_entries[i].Ready & ~Ppoll.Out) != 0) _connections[i].Receive();
        }
    }
}
