using System.Threading.Tasks.Sources;

namespace Weir.Storage.Logs;

/// <summary>
/// Waits for one commit at a time; a session keeps one and reuses it, so waiting allocates nothing. The continuation
/// runs on the thread pool, never on the journal's writer.
/// </summary>
public sealed class CommitWaiter : IValueTaskSource<Commit>
{
    private ManualResetValueTaskSourceCore<Commit> _core = new() { RunContinuationsAsynchronously = true };

    internal long Lsn { get; private set; }

    internal ValueTask<Commit> Arm(long lsn)
    {
        _core.Reset();
        Lsn = lsn;
        return new ValueTask<Commit>(this, _core.Version);
    }

    internal void Complete(Commit outcome) => _core.SetResult(outcome);

    Commit IValueTaskSource<Commit>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<Commit>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<Commit>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
