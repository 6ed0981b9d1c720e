using System.Runtime.ExceptionServices;
using Weir.Storage.Files;

namespace Weir.Storage.Embedded.Journal;

/// <summary>
/// Where the journal's writer waits while the disk is full, looking again a few times a second. It ends when room was
/// found, or when nobody may wait any longer: then the full disk is the failure that it is without patience.
/// </summary>
/// <param name="isPatient">Whether anybody waits at all.</param>
/// <param name="isThreadItsOwn">False: others need the writer's thread, so it looks again at once.</param>
internal sealed class RoomWait(bool isPatient, bool isThreadItsOwn)
{
    private readonly TimeSpan _lookInterval = isThreadItsOwn ? TimeSpan.FromMilliseconds(100) : TimeSpan.Zero;
    private readonly object _gate = new();
    private bool _hasEnded;
    private volatile bool _isWaiting;

    public bool IsWaiting => _isWaiting;

    /// <summary>
    /// By the writer: returns when it is time to try again; throws <paramref name="full"/> when nobody may wait.
    /// </summary>
    public void Wait(DiskFullException full)
    {
        lock (_gate)
        {
            _isWaiting = isPatient && !_hasEnded;
            if (_isWaiting) Monitor.Wait(_gate, _lookInterval);
            if (!isPatient || _hasEnded) ExceptionDispatchInfo.Throw(full);
        }
    }

    /// <summary>By the writer: what it wrote found room.</summary>
    public void Found()
    {
        if (_isWaiting) _isWaiting = false;
    }

    /// <summary>From anywhere: nobody waits from now on.</summary>
    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
            Monitor.PulseAll(_gate);
        }
    }
}
