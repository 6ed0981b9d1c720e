using Weir.Broker.Delays;

namespace Weir.Broker.Queues;

/// <summary>
/// Messages of a queue that came back and wait before they are handed out again. They stay in their log; that they
/// wait, and until when, is journaled with their count, so a start finds them in the cursors. Thread-safe.
/// </summary>
internal sealed class WaitingMessages : IDisposable
{
    private readonly Lock _sync = new();
    private readonly PriorityQueue<MessageRef, (long DueMs, long Order)> _waiting = new();
    private readonly Queue _queue;
    private readonly DelayClock _clock;
    private long _order;

    public WaitingMessages(Queue queue, TimeProvider time)
    {
        _queue = queue;
        _clock = new DelayClock(time, 1, _ => OnDue());
    }

    public long NowMs => _clock.NowMs;

    public int Count
    {
        get
        {
            lock (_sync) return _waiting.Count;
        }
    }

    public void Add(MessageRef message, long dueMs)
    {
        lock (_sync)
        {
            _waiting.Enqueue(message, (dueMs, _order++));
            Arm();
        }
    }

    public void Dispose() => _clock.Dispose();

    private void OnDue()
    {
        lock (_sync)
        {
            long nowMs = _clock.NowMs;
            while (_waiting.TryPeek(out MessageRef message, out (long DueMs, long Order) at) && at.DueMs <= nowMs)
            {
                _waiting.Dequeue();
                _queue.LaneAt(message.Lane).Released.Add(message);
            }

            Arm();
        }

        _queue.Wake();
    }

    private void Arm() => _clock.Set(0, _waiting.TryPeek(out _, out var at) ? at.DueMs : long.MaxValue);
}
