using System.Buffers;
using System.Threading.Tasks.Sources;

namespace Weir.Storage.Embedded.Journal;

/// <summary>
/// The one append that a stream may have in flight, reused for each: the request, its place once written, and the
/// promise. Continuations run inline on whoever writes.
/// </summary>
internal sealed class ShardAppend : IValueTaskSource<Commit>
{
    private ManualResetValueTaskSourceCore<Commit> _core = new() { RunContinuationsAsynchronously = false };

    public required ShardStream Stream { get; init; }

    public int Epoch { get; private set; }

    public long Lsn { get; private set; }

    public ReadOnlySequence<byte> Body { get; private set; }

    public int Length { get; private set; }

    public uint BodyCrc { get; private set; }

    public bool WantsSync { get; private set; }

    public FramePosition Position { get; set; }

    public ValueTask<Commit> Task => new(this, _core.Version);

    public void Begin(int epoch, long lsn, in ReadOnlySequence<byte> body, int length, uint bodyCrc, bool wantsSync)
    {
        _core.Reset();
        Epoch = epoch;
        Lsn = lsn;
        Body = body;
        Length = length;
        BodyCrc = bodyCrc;
        WantsSync = wantsSync;
    }

    public void Complete(Commit commit)
    {
        Body = default;
        _core.SetResult(commit);
    }

    Commit IValueTaskSource<Commit>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<Commit>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<Commit>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
