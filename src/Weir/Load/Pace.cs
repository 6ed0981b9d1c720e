namespace Weir.Load;

/// <summary>
/// When each message of a producer is due. At a fixed rate that is decided before the load begins and never moves: a
/// broker that stalls finds all that became due meanwhile, and each message's latency counts from then on (so nothing
/// is omitted by waiting together with the broker). Flat out, a message is due when it is sent.
/// </summary>
internal sealed class Pace(LoadPlan plan, int producer, LoadSpan span)
{
    private readonly double _interval = plan.IsPaced ? LoadClock.Second * plan.Producers / plan.RatePerSecond : 0;
    private readonly long _count = plan.MessagesPerProducer > 0 ? plan.MessagesPerProducer : long.MaxValue;

    public bool IsFixed => _interval > 0;

    /// <summary>How many messages are to be sent in all, for a fixed rate.</summary>
    public long Planned =>
        IsFixed ? Math.Min(_count, (long)Math.Ceiling((span.MeasuredTo - First) / _interval)) : 0;

    // Producers take turns instead of sending all at the same moment.
    private double First => span.BeginsAt + _interval * producer / plan.Producers;

    /// <summary>When the message of this number (0 and up) is due.</summary>
    public long DueAt(long number) => (long)(First + number * _interval);

    /// <summary>How many messages from this number on are due, at most <paramref name="most"/>.</summary>
    public int Ready(long number, long now, int most)
    {
        long left = Math.Min(most, _count - number);
        if (left <= 0 || now < span.BeginsAt) return 0;
        if (!IsFixed) return now < span.MeasuredTo ? (int)left : 0;
        long due = Math.Min(Planned, (long)Math.Floor((now - First) / _interval) + 1) - number;
        return (int)Math.Clamp(due, 0, left);
    }

    /// <summary>When to look again after nothing was ready.</summary>
    public long NextAt(long number, long now)
    {
        if (number >= (IsFixed ? Planned : _count)) return long.MaxValue;
        if (IsFixed) return DueAt(number);
        return now < span.BeginsAt ? span.BeginsAt : now < span.MeasuredTo ? now : long.MaxValue;
    }
}
