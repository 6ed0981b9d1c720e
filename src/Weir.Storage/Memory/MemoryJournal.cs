using System.Buffers;
using System.Runtime.CompilerServices;

namespace Weir.Storage.Memory;

/// <summary>Frames in lists. An append is carried out at once; only its completion can be held.</summary>
internal sealed class MemoryJournal(MemoryStore store, MemoryEngineFaults faults, Action<string> fail) : IJournal
{
    private long _appends;

    public ValueTask<Commit> AppendAsync(
        Fence fence, long lsn, ReadOnlySequence<byte> frame, Durability durability, bool mayBlock = false)
    {
        if (durability is not (Durability.Fsync or Durability.Os))
            throw new ArgumentOutOfRangeException(nameof(durability), durability, "Only fsync and os are written.");
        MemoryShard shard = store.Shards[fence.Shard.Value];
        TaskCompletionSource<Commit> held = new(TaskCreationOptions.None);
        Commit commit;
        AppendFault fault;
        lock (store.Gate)
        {
            if (store.HasFailed || store.IsClosed)
                return new ValueTask<Commit>(Commit.Unknown);
            if (shard.Epoch != fence.Epoch || faults.IsFenced(fence.Shard))
                return new ValueTask<Commit>(Commit.Fenced);
            if (shard.InFlight)
                throw new InvalidOperationException($"{fence.Shard} has an append in flight.");
            if (lsn != shard.NextLsn)
                throw new ArgumentOutOfRangeException(nameof(lsn), lsn,
                    $"The next LSN of {fence.Shard} is {shard.NextLsn}.");
            fault = faults.Take(++_appends);
            commit = Store(shard, frame, durability, fault);
            shard.InFlight = true;
        }

        if (fault == AppendFault.EngineFails)
            fail("The memory engine was told to fail.");
        if (faults.TryHold(() => Complete(shard, held, commit)))
            return new ValueTask<Commit>(held.Task);
        Complete(shard, held, commit);
        return new ValueTask<Commit>(held.Task);
    }

    public async IAsyncEnumerable<JournalFrame> ReplayAsync(
        Fence fence, long fromLsn, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.Yield();
        MemoryShard shard = store.Shards[fence.Shard.Value];
        long lsn = Math.Max(1, fromLsn);
        long end;
        lock (store.Gate)
        {
            end = shard.NextLsn;
            if (lsn <= shard.Manifest.CheckpointLsn)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(fromLsn), fromLsn, $"Replay starts above the checkpoint, {shard.Manifest.CheckpointLsn}.");
            }
        }

        for (; lsn < end; lsn++)
        {
            cancel.ThrowIfCancellationRequested();
            byte[] body;
            lock (store.Gate)
            {
                if (shard.Epoch != fence.Epoch)
                    throw new InvalidOperationException($"The fence of {fence.Shard} is stale: it was claimed again.");
                body = shard.Frames[(int)(lsn - shard.Manifest.CheckpointLsn - 1)].Body;
            }

            yield return new JournalFrame(lsn, body);
        }
    }

    private Commit Store(MemoryShard shard, in ReadOnlySequence<byte> frame, Durability durability, AppendFault fault)
    {
        if (fault is AppendFault.None or AppendFault.UnknownButStored)
        {
            shard.Frames.Add(new MemoryFrame(++store.LastSequence, frame.ToArray()));
            if (durability == Durability.Fsync)
                store.SyncedSequence = store.LastSequence;
        }

        return fault == AppendFault.None ? Commit.Done : Commit.Unknown;
    }

    private void Complete(MemoryShard shard, TaskCompletionSource<Commit> held, Commit commit)
    {
        TaskCompletionSource? idle;
        lock (store.Gate)
        {
            shard.InFlight = false;
            idle = shard.Idle;
            shard.Idle = null;
            if (store.HasFailed || store.IsClosed)
                commit = Commit.Unknown;
        }

        idle?.TrySetResult();
        held.TrySetResult(commit);
    }
}
