using Weir.Testing.Files;

namespace Weir.Simulation;

/// <summary>
/// What goes wrong with the files in one life, at which file operation. After a power loss or a kill the files as they
/// were then are kept, and every later operation fails: what happens then happens to nobody.
/// </summary>
internal sealed class Disaster : IDisposable
{
    private readonly FaultyFileSystem _files;
    private readonly LifeEnd _end;
    private readonly int _at;
    private readonly ManualResetEventSlim _arrived = new();
    private readonly ManualResetEventSlim _open = new(true);
    private FaultyFileSystem? _copy;
    private int _roomAt;

    public Disaster(FaultyFileSystem files, LifeEnd end, int operations)
    {
        _files = files;
        _end = end;
        _at = files.Operations + operations;
        files.BeforeOperation = Before;
        files.Fails = Fails;
    }

    public bool HasStruck { get; private set; }

    /// <summary>Unless the life ends with a full disk, it may be short of room before.</summary>
    public bool CanTighten => _end != LifeEnd.FullDisk;

    /// <summary>The disk was short of room in this life, for a while.</summary>
    public bool WasTight { get; private set; }

    /// <summary>Leaves so many bytes free, until so many file operations have come.</summary>
    public void Tighten(long freeBytes, int operations)
    {
        WasTight = true;
        _files.CapacityBytes = long.MaxValue - _files.FreeBytes + freeBytes;
        _roomAt = _files.Operations + operations;
    }

    public void Loosen() => _files.CapacityBytes = long.MaxValue;

    /// <summary>The next write stops until <see cref="Release"/>, so that appends gather.</summary>
    public void Hold()
    {
        _arrived.Reset();
        _open.Reset();
    }

    /// <summary>Returns when that write has come, or will not because the append ended without one.</summary>
    public void AwaitHeld(Task append)
    {
        while (!append.IsCompleted && !_arrived.Wait(TimeSpan.FromMilliseconds(1)))
        {
        }
    }

    public void Release() => _open.Set();

    /// <summary>What is left for the next life.</summary>
    public FaultyFileSystem Remains(int seed, CrashKeeps powerLossKeeps)
    {
        _files.BeforeOperation = null;
        _files.Fails = null;
        _files.CapacityBytes = long.MaxValue;
        FaultyFileSystem last = _copy ?? _files;
        bool losesPower = _end is LifeEnd.PowerLoss or LifeEnd.FailedSync;
        return last.CrashImage(seed, losesPower ? powerLossKeeps : CrashKeeps.Everything);
    }

    public void Dispose()
    {
        _arrived.Dispose();
        _open.Dispose();
    }

    private void Before(FileOperation operation)
    {
        if (operation.Kind == FileOperationKind.Write && !_open.IsSet)
        {
            _arrived.Set();
            _open.Wait();
        }

        if (WasTight && operation.Number >= _roomAt) Loosen();
        if (operation.Number != _at || _end is LifeEnd.Close or LifeEnd.CloseWithCheckpoint) return;
        if (_end is LifeEnd.PowerLoss or LifeEnd.Kill) _copy = _files.CrashCopy();
        if (_end == LifeEnd.FullDisk) _files.CapacityBytes = 0;
        HasStruck |= _end is not (LifeEnd.FailedSync or LifeEnd.FailedWrite);
    }

    private bool Fails(FileOperation operation)
    {
        if (_copy is not null) return true;
        bool isHit = _end switch
        {
            LifeEnd.FailedSync => operation.Kind is FileOperationKind.SyncData or FileOperationKind.SyncDirectory,
            LifeEnd.FailedWrite => operation.Kind == FileOperationKind.Write,
            _ => false,
        };
        if (!isHit || HasStruck || operation.Number < _at) return false;
        HasStruck = true;
        return true;
    }
}
