using System.Runtime.ExceptionServices;
using Weir.Broker.Tracing;
using Weir.Storage.Scheduling;

namespace Weir.Broker.Queues;

/// <summary>
/// Hands a queue's messages to its consumers. It runs once at a time, on a pool thread, for as long as it is woken;
/// it alone reads the log and runs commands, so neither needs a lock.
/// </summary>
internal sealed class Dispatcher : IThreadPoolWorkItem, IDisposable
{
    /// <summary>Messages handed out before it flushes and looks for commands again.</summary>
    private const int RunMax = 256;

    private readonly Queue _queue;
    private readonly ConsumerList _consumers;
    private readonly Queue<QueueCommand> _commands = new();
    private readonly Lock _commandLock = new();
    private readonly List<QueueConsumer> _touched = [];
    private readonly WorkQueue _work;
    private int _laneTurn;
    private int _signals;

    public Dispatcher(Queue queue, QueueMessages messages, ConsumerList consumers, Removals removals, WorkQueue work)
    {
        _work = work;
        _queue = queue;
        _consumers = consumers;
        Messages = messages;
        Removals = removals;
    }

    public QueueMessages Messages { get; }

    public Removals Removals { get; }

    public Queue Queue => _queue;

    public QueueCounters Counters => _queue.Counters;

    public bool IsDeleted => _queue.IsDeleted;

    public void BeginSweep() => _queue.BeginSweep();

    /// <summary>Something changed. Cheap, and safe from anywhere.</summary>
    public void Wake()
    {
        if (Interlocked.Increment(ref _signals) == 1) _work.Post(this);
    }

    public void Post(QueueCommand command)
    {
        lock (_commandLock) _commands.Enqueue(command);
        Wake();
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    public void Dispose()
    {
        Removals.Dispose();
        Messages.Dispose();
    }

    private async Task RunAsync()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _signals);
            try
            {
                while (await RunPassAsync())
                {
                    // Until there is nothing left to do, or nobody to do it for.
                }
            }
            catch (Exception e)
            {
                // Whatever it was, the next wake must find a dispatcher that runs.
                _queue.Report(e);
            }
        }
        while (Interlocked.Add(ref _signals, -seen) != 0);
    }

    /// <summary>
    /// Consumers first, then what they left is cut to the queue's limit, then commands. So nobody ever sees more than
    /// the limit: neither a command, which was posted before the pass began, nor a consumer that joined since.
    /// </summary>
    private async ValueTask<bool> RunPassAsync()
    {
        int due;
        lock (_commandLock) due = _commands.Count;
        bool more = false;
        ExceptionDispatchInfo? failure = null;
        try
        {
            if (!IsDeleted)
            {
                await Messages.AdvanceAsync();
                if (_consumers.HasServed && !_queue.IsPaused) more = await HandOutAsync();
                if (!more && await Removals.CutToLimitAsync()) return true;
            }
        }
        catch (Exception e)
        {
            // Whoever waits for a command is told in its own way, and a purge may be what helps.
            failure = ExceptionDispatchInfo.Capture(e);
        }

        failure = await RunCommandsAsync(due) ?? failure;
        failure?.Throw();
        return !IsDeleted && (_consumers.Admit() || more);
    }

    /// <summary>One that fails does not keep the others from their turn: nobody might wake it for them.</summary>
    private async ValueTask<ExceptionDispatchInfo?> RunCommandsAsync(int due)
    {
        ExceptionDispatchInfo? failure = null;
        for (; due > 0; due--)
        {
            QueueCommand? command;
            lock (_commandLock) command = _commands.Dequeue();
            try
            {
                await command.RunAsync(this);
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        }

        return failure;
    }

    /// <summary>Hands out one run of messages; false when there are none, or nobody takes any.</summary>
    private async ValueTask<bool> HandOutAsync()
    {
        int lanes = Messages.LaneCount;
        bool more = false;
        for (int i = 0; i < lanes && !more; i++)
        {
            Lane lane = Messages.InTurn(i, _laneTurn);
            if (lane.Released.Count > 0) more = await DispatchReleasedAsync(lane);
            else if (lane.HasNew && await lane.FillAsync(CancellationToken.None)) more = DispatchRun(lane);
        }

        if (lanes > 1) _laneTurn = (_laneTurn + 1) % lanes;
        EndRun();
        return more;
    }

    private async ValueTask<bool> DispatchReleasedAsync(Lane lane)
    {
        QueueConsumer? consumer = _consumers.Take();
        if (consumer is null) return false;
        bool found = lane.Released.TryTake(out MessageRef message) &&
            await Messages.SeekAsync(lane, message.Offset) && HandReleased(lane, consumer, message.Offset);
        if (!found) consumer.Sink.ReturnCredit(consumer);
        return true;
    }

    private bool HandReleased(Lane lane, QueueConsumer consumer, long offset)
    {
        if (!Messages.TryDescribe(lane, true, offset, out Delivery delivery)
            || Removals.BuryIfExpired(lane, true, delivery))
            return false;
        Hand(lane, consumer, delivery);
        return true;
    }

    private bool DispatchRun(Lane lane)
    {
        int handed = 0;
        _consumers.BeginRun(lane.Ready);
        while (handed < RunMax)
        {
            if (!Messages.TryDescribe(lane, false, -1, out Delivery delivery)) return true;
            if (Removals.BuryIfExpired(lane, false, delivery))
            {
                handed++;
                continue;
            }

            QueueConsumer? consumer = _consumers.Take();
            if (consumer is null) return false;
            lane.Take(delivery.Message.Offset);
            Hand(lane, consumer, delivery);
            handed++;
        }

        return true;
    }

    private void Hand(Lane lane, QueueConsumer consumer, in Delivery delivery)
    {
        if (!consumer.Sink.TryDeliver(consumer, delivery))
        {
            lane.Released.Add(delivery.Message);
            return;
        }

        Counters.Delivered++;
        if (lane.Partition.Trace is { } trace) Note(trace, consumer, delivery);
        if (!consumer.IsTouched)
        {
            consumer.IsTouched = true;
            _touched.Add(consumer);
        }

        if (consumer.NoAck) Removals.Settle(lane, delivery.Message.Offset);
    }

    private static void Note(PartitionTrace trace, QueueConsumer consumer, in Delivery delivery)
    {
        trace.Delivered(delivery.Message.Offset, consumer, delivery.Releases + 1);
        if (consumer.NoAck) trace.SettledWhenSent(delivery.Message.Offset);
    }

    /// <summary>Notes how far deliveries came, and lets them go.</summary>
    private void EndRun()
    {
        Removals.Commit();
        if (_touched.Count == 0) return;
        Messages.NoteProgress();
        foreach (QueueConsumer consumer in _touched)
        {
            consumer.IsTouched = false;
            consumer.Sink.Flush();
        }

        _touched.Clear();
    }
}
