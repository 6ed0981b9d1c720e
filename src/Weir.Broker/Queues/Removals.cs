using Weir.Broker.Tracing;

namespace Weir.Broker.Queues;

/// <summary>
/// What the dispatcher itself takes out of its queue: dead messages, dead-lettered where the queue says so, and those
/// of consumers that do not settle. Gathered, and stored by <see cref="Commit"/> as one change where all lies in one
/// shard.
/// </summary>
internal sealed class Removals(Queue queue, QueueMessages messages, QueueRegistry registry, TimeProvider time)
    : IDisposable
{
    /// <summary>Messages buried in one change.</summary>
    private const int RunMax = 256;

    private readonly PublishBatch _deadLetters = new();
    private readonly Settlements _settled = new();
    private readonly List<CommitPoint> _points = [];

    /// <summary>The message needs no answer of its consumer.</summary>
    public void Settle(Lane lane, long offset) => _settled.Add(queue, lane, offset, offset + 1);

    /// <summary>Takes a message out that was handed out before.</summary>
    public async ValueTask BuryAsync(MessageRef message, DeathReason reason)
    {
        Lane lane = messages[message.Lane];
        if (await messages.SeekAsync(lane, message.Offset)) Bury(lane, message.Offset, reason);
        Settle(lane, message.Offset);
        Commit();
    }

    /// <summary>Adds a message's dead letters to a change that settles it as well.</summary>
    public async ValueTask WriteDeadLetterAsync(MessageRef message, DeathReason reason, PublishBatch target)
    {
        Lane lane = messages[message.Lane];
        if (await messages.SeekAsync(lane, message.Offset)) WriteDeadLetter(lane, message.Offset, reason, target);
    }

    /// <summary>True, and the message is taken care of, when it has outlived its time.</summary>
    public bool BuryIfExpired(Lane lane, bool wasReleased, in Delivery delivery)
    {
        if (!IsExpired(delivery)) return false;
        Bury(delivery, DeathReason.Expired);
        if (!wasReleased) lane.Take(delivery.Message.Offset);
        Settle(lane, delivery.Message.Offset);
        return true;
    }

    /// <summary>Takes out what is dead at the head of each lane.</summary>
    public async ValueTask ExpireHeadsAsync()
    {
        for (int i = 0; i < messages.LaneCount; i++)
        {
            Lane lane = messages[i];
            while (lane.Released.TryTake(out MessageRef message))
            {
                if (await messages.SeekAsync(lane, message.Offset) && BuryIfReleasedExpired(lane, message.Offset))
                    continue;
                lane.Released.Add(message);
                break;
            }

            while (lane.HasNew && await lane.FillAsync(CancellationToken.None) && BuryExpiredRun(lane)) Commit();
        }

        Commit();
    }

    /// <summary>
    /// Takes out the oldest, of the highest priority first, while the queue holds more than it may. True when there is
    /// more to do.
    /// </summary>
    public async ValueTask<bool> CutToLimitAsync()
    {
        QueueOptions options = queue.Options;
        if (!options.IsLimited || options.Refuses || !registry.IsStarted) return false;
        int cut = 0;
        bool isOver = messages.IsOverfull(options);
        while (isOver && cut < RunMax && await CutHeadAsync())
        {
            cut++;
            isOver = messages.IsOverfull(options);
        }

        Commit();
        return isOver && cut == RunMax;
    }

    /// <summary>Stores what was dead-lettered and settled, as one frame where it lies in one shard.</summary>
    public void Commit()
    {
        if (!_deadLetters.IsEmpty && _deadLetters.TryCommitWith(_settled, out _)) return;
        _deadLetters.Commit(_points);
        _points.Clear();
        _settled.Commit();
    }

    /// <summary>Settles everything ready; gives the number of messages.</summary>
    public long Purge()
    {
        long purged = 0;
        using var settled = new Settlements();
        foreach (Lane lane in messages.Lanes)
        {
            long ready = lane.Ready;
            (long from, long to, long[] released) = lane.TakeAll();
            if (to > from) settled.Add(queue, lane, from, to);
            foreach (long offset in released) settled.Add(queue, lane, offset, offset + 1);
            if (lane.Partition.Trace is { } trace) Note(trace, from, to, released);
            purged += ready;
        }

        settled.Commit();
        return purged;
    }

    public void Dispose()
    {
        _settled.Dispose();
        _deadLetters.Dispose();
    }

    /// <summary>False when nothing is left that could go.</summary>
    private async ValueTask<bool> CutHeadAsync()
    {
        for (int i = 0; i < messages.LaneCount; i++)
        {
            Lane lane = messages.InTurn(i, 0);
            if (lane.Released.TryTake(out MessageRef message))
            {
                if (await messages.SeekAsync(lane, message.Offset))
                    Bury(lane, message.Offset, DeathReason.MaxLength);
                Settle(lane, message.Offset);
                return true;
            }

            while (lane.Next < lane.Horizon && await lane.FillAsync(CancellationToken.None))
                if (CutNext(lane)) return true;
        }

        return false;
    }

    private bool CutNext(Lane lane)
    {
        if (!messages.TryDescribe(lane, false, -1, out Delivery delivery)) return false;
        Bury(delivery, DeathReason.MaxLength);
        lane.Take(delivery.Message.Offset);
        Settle(lane, delivery.Message.Offset);
        return true;
    }

    private bool IsExpired(in Delivery delivery)
    {
        long? at = MessageExpiry.Of(delivery.Record);
        if (queue.Options.MessageTtlMs is { } ttl) at = Math.Min(at ?? long.MaxValue, delivery.TimestampMs + ttl);
        return at is not null && at <= time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    private bool BuryIfReleasedExpired(Lane lane, long offset) =>
        messages.TryDescribe(lane, true, offset, out Delivery delivery) && BuryIfExpired(lane, true, delivery);

    /// <summary>False when a message that is alive was met.</summary>
    private bool BuryExpiredRun(Lane lane)
    {
        for (int i = 0; i < RunMax; i++)
        {
            if (!messages.TryDescribe(lane, false, -1, out Delivery delivery)) return true;
            if (!BuryIfExpired(lane, false, delivery)) return false;
        }

        return true;
    }

    private void WriteDeadLetter(Lane lane, long offset, DeathReason reason, PublishBatch target)
    {
        if (messages.TryDescribe(lane, true, offset, out Delivery delivery))
            registry.DeadLetters?.Write(target, delivery, reason);
    }

    private void Bury(Lane lane, long offset, DeathReason reason)
    {
        if (messages.TryDescribe(lane, true, offset, out Delivery delivery)) Bury(delivery, reason);
    }

    private void Bury(in Delivery delivery, DeathReason reason)
    {
        queue.Counters.Died++;
        if (queue.Options.DeadLetterExchange is not null) registry.DeadLetters?.Write(_deadLetters, delivery, reason);
        else delivery.Partition.Trace?.Died(delivery.Message.Offset, reason, null);
    }

    private static void Note(PartitionTrace trace, long from, long to, long[] released)
    {
        trace.Purged(from, to);
        foreach (long offset in released) trace.Purged(offset, offset + 1);
    }
}
