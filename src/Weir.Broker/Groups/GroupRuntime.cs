using System.Diagnostics;
using Weir.Broker.Shards;
using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Broker.Groups;

/// <summary>One coordinator with its lock, its journal and its clock. See <see cref="GroupService"/>.</summary>
internal sealed class GroupRuntime(Shard shard, GroupCoordinator coordinator, TimeProvider time)
{
    private readonly GroupEffects _effects = new();
    private readonly long _start = time.GetTimestamp();
    private ITimer? _timer;
    private long _armedMs = long.MaxValue;
    private bool _stopped;

    /// <summary>A request in one step: what it answers is the coordinator's own return value.</summary>
    public delegate T Step<out T>(GroupCoordinator coordinator, GroupTime now, GroupEffects effects);

    public Shard Shard { get; } = shard;

    public GroupCoordinator Coordinator { get; } = coordinator;

    private GroupTime Now => new(SteadyMs, time.GetUtcNow().ToUnixTimeMilliseconds());

    private long SteadyMs => (long)time.GetElapsedTime(_start).TotalMilliseconds;

    public void Start()
    {
        // Recovery found it damaged: its groups are refused, and those of the other shards are served.
        if (!Shard.IsWritable) return;
        using ShardWrite write = Shard.Enter();
        Coordinator.Activate(Now);
        Arm();
    }

    public async ValueTask StopAsync()
    {
        try
        {
            using (Shard.Enter()) _stopped = true;
        }
        catch (StorageFailedException)
        {
            // Nobody gets into this shard any more, so nobody arms the timer.
            _stopped = true;
        }

        ITimer? timer = _timer;
        _timer = null;
        if (timer is not null) await timer.DisposeAsync();
    }

    public async ValueTask<T> RunAsync<T>(Step<T> step)
    {
        (T result, long lsn) = Run(step);
        await WaitAsync(lsn);
        return result;
    }

    public async ValueTask<JoinReply> JoinAsync(JoinRequest request)
    {
        var ticket = new TaskCompletionSource<GroupReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        (_, long lsn) = Run((c, now, effects) =>
        {
            c.Join(request, ticket, now, effects);
            return true;
        });
        await WaitAsync(lsn);
        return (await ticket.Task).Join!;
    }

    public async ValueTask<SyncReply> SyncAsync(SyncRequest request)
    {
        var ticket = new TaskCompletionSource<GroupReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        (_, long lsn) = Run((c, now, effects) =>
        {
            c.Sync(request, ticket, now, effects);
            return true;
        });
        await WaitAsync(lsn);
        return (await ticket.Task).Sync!;
    }

    public void RemoveTopic(string topic)
    {
        try
        {
            Run((c, _, effects) =>
            {
                c.RemoveTopic(topic, effects);
                return true;
            });
        }
        catch (StorageFailedException)
        {
            // The shard takes no writes any more; a deleted topic's offsets are ignored when it is loaded again.
        }
    }

    private (T Result, long Lsn) Run<T>(Step<T> step)
    {
        T result;
        long lsn;
        GroupReply[] replies;
        using (ShardWrite write = Shard.Enter())
        {
            _effects.Clear();
            result = step(Coordinator, Now, _effects);
            if (_effects.HasEvents) write.AddEvent((ushort)EventKind.Group, _effects.Events.Span);
            lsn = write.Lsn;

            replies = _effects.Replies.Count == 0 ? [] : [.. _effects.Replies];
            Arm();
        }

        if (replies.Length > 0) _ = AnswerAsync(lsn, replies);
        return (result, lsn);
    }

    private async Task AnswerAsync(long lsn, GroupReply[] replies)
    {
        try
        {
            await WaitAsync(lsn);
        }
        catch (StorageFailedException e)
        {
            foreach (GroupReply reply in replies) ((TaskCompletionSource<GroupReply>)reply.Token).TrySetException(e);
            return;
        }

        foreach (GroupReply reply in replies) ((TaskCompletionSource<GroupReply>)reply.Token).TrySetResult(reply);
    }

    private async ValueTask WaitAsync(long lsn)
    {
        if (Shard.IsDurable(lsn)) return;
        Commit outcome = await Shard.WaitAsync(lsn, new CommitWaiter());
        if (outcome != Commit.Done) throw new StorageFailedException($"{Shard.Id} did not commit: {outcome}");
    }

    /// <summary>Under the shard's lock.</summary>
    private void Arm()
    {
        if (_stopped || Coordinator.NextDeadlineMs is not { } deadlineMs || deadlineMs >= _armedMs) return;
        _armedMs = deadlineMs;
        TimeSpan due = TimeSpan.FromMilliseconds(Math.Max(0, deadlineMs - SteadyMs));
        if (_timer is null)
            _timer = time.CreateTimer(static s => ((GroupRuntime)s!).OnTimer(), this, due, Timeout.InfiniteTimeSpan);
        else _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        try
        {
            Run((c, now, effects) =>
            {
                _armedMs = long.MaxValue;
                c.Tick(now, effects);
                return true;
            });
        }
        catch (StorageFailedException e)
        {
            // Nothing can be journaled: members are not expired by a broker that is going down.
            Debug.WriteLine(e.Message);
        }
    }
}
