using System.Numerics;

namespace Weir.Load;

/// <summary>
/// A connection that publishes by its <see cref="Pace"/>. It remembers when each message without confirmation was due,
/// in a ring by number; the protocol's class encodes messages and reports the numbers that were confirmed.
/// </summary>
internal abstract class LoadProducer : LoadConnection
{
    // Between two batches of a flood its thread looks for confirmations at least this often.
    private const int BatchesPerTurn = 8;

    private readonly Pace _pace;
    private readonly int _batch;
    private readonly int _window;
    private readonly long[] _batchDue;
    private readonly long[] _due;
    private readonly long _mask;
    private long _next;
    private long _lowest;
    private int _waiting;

    protected LoadProducer(LoadSocket opened, LoadPlan plan, int index, LoadSpan span, LoadTally tally)
        : base(opened, span, tally)
    {
        _pace = new Pace(plan, index, span);
        _window = plan.ConfirmWindow;
        _batch = _window > 0 ? Math.Min(plan.Batch, _window) : plan.Batch;

        _batchDue = new long[_batch];

        // Confirmations may come out of order, so the ring is wider than the window; a producer never laps it.
        _due = new long[BitOperations.RoundUpToPowerOf2((uint)Math.Max(1024, 4 * _window))];
        _mask = _due.Length - 1;
    }

    /// <summary>How many messages it is to send in all, for a fixed rate.</summary>
    public long Planned => _pace.Planned;

    protected bool WantsConfirms => _window > 0;

    protected long Lowest => _lowest;

    public sealed override long Advance(long now)
    {
        if (!Flush()) return long.MaxValue;
        for (int i = 0; i < BatchesPerTurn; i++)
        {
            int room = Room();
            int ready = _pace.Ready(_next, now, Math.Min(_batch, room));
            if (ready == 0) return room == 0 ? long.MaxValue : _pace.NextAt(_next, now);

            // A flood waits until it may send a whole batch.
            if (!_pace.IsFixed && ready == room && ready < _batch) return long.MaxValue;
            if (!Publish(ready, now)) return long.MaxValue;
            now = LoadClock.Now;
        }

        return now;
    }

    /// <summary>
    /// Encodes messages from this number on, each with its due time in its first eight bytes; it may take fewer. The
    /// bytes that it names stay as they are until all were sent.
    /// </summary>
    protected abstract (byte[] Bytes, int Start, int End) Encode(long first, ref int count, ReadOnlySpan<long> due);

    /// <summary>Confirms every message from the lowest open one up to this number.</summary>
    protected void ConfirmThrough(long last, bool isTaken = true)
    {
        long now = LoadClock.Now;
        for (long number = _lowest; number <= last; number++) Confirm(number, now, isTaken);
        MoveLowest();
    }

    protected void ConfirmOne(long number, bool isTaken = true)
    {
        Confirm(number, LoadClock.Now, isTaken);
        MoveLowest();
    }

    private int Room() =>
        !WantsConfirms ? _batch : (int)Math.Min(_window - _waiting, _due.Length - (_next - _lowest));

    private bool Publish(int count, long now)
    {
        Span<long> due = _batchDue.AsSpan(0, count);
        for (int i = 0; i < count; i++) due[i] = _pace.IsFixed ? _pace.DueAt(_next + i) : now;
        (byte[] bytes, int start, int end) = Encode(_next, ref count, due);
        if (WantsConfirms)
        {
            for (int i = 0; i < count; i++) _due[(_next + i) & _mask] = due[i];
            _waiting += count;
        }

        _next += count;
        Tally.AddSent(count);
        return Send(bytes, start, end);
    }

    private void Confirm(long number, long now, bool isTaken)
    {
        if (number < _lowest || number >= _next) return;
        ref long due = ref _due[number & _mask];
        if (due == 0) return;
        if (isTaken)
        {
            Tally.AddConfirmed(1);
            if (Span.Measures(due)) Tally.ConfirmLatency.Record(now - due);
        }
        else
        {
            Tally.AddRefused(1);
        }

        due = 0;
        _waiting--;
    }

    private void MoveLowest()
    {
        while (_lowest < _next && _due[_lowest & _mask] == 0) _lowest++;
    }
}
