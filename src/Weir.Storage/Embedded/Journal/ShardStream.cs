namespace Weir.Storage.Embedded.Journal;

/// <summary>
/// One stream of the journal: who may append, what is in flight, where its frames are. <see cref="Gate"/> guards every
/// field; it is held for a few instructions only.
/// </summary>
internal sealed class ShardStream
{
    private TaskCompletionSource? _idle;

    public ShardStream(int number)
    {
        Number = number;
        Append = new ShardAppend { Stream = this };
    }

    public Lock Gate { get; } = new();

    public int Number { get; }

    public ShardAppend Append { get; }

    public FrameIndex Frames { get; } = new();

    /// <summary>Frames up to here are in blobs; the journal may have forgotten them.</summary>
    public long CheckpointLsn { get; private set; }

    /// <summary>The manifest is unreadable, so recovery cannot tell which frames should be there.</summary>
    public bool HasUnknownCheckpoint { get; set; }

    /// <summary>The owner's epoch; 0 while nobody owns the shard.</summary>
    public int Epoch { get; private set; }

    public bool InFlight { get; private set; }

    public bool IsCurrent(int epoch) => epoch != 0 && epoch == Volatile.Read(ref _epochForReaders);

    private int _epochForReaders;

    public void SetEpoch(int epoch)
    {
        lock (Gate)
        {
            Epoch = epoch;
            Volatile.Write(ref _epochForReaders, epoch);
        }
    }

    /// <summary>Under the gate: from here to <see cref="Complete"/> the append is the writer's.</summary>
    public void Start() => InFlight = true;

    /// <summary>By the writer: the append has its answer.</summary>
    public void Complete(Commit commit)
    {
        TaskCompletionSource? idle;
        lock (Gate)
        {
            InFlight = false;
            if (commit == Commit.Done)
                Frames.Add(Append.Position);
            idle = _idle;
            _idle = null;
        }

        idle?.TrySetResult();
        Append.Complete(commit);
    }

    /// <summary>Completes when no append is in flight; with a new epoch set, none of the old one can follow.</summary>
    public Task WaitUntilIdle()
    {
        lock (Gate)
        {
            if (!InFlight)
                return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    public void SetCheckpoint(long lsn)
    {
        lock (Gate)
        {
            CheckpointLsn = lsn;
            Frames.TrimBelow(lsn + 1);
        }
    }
}
