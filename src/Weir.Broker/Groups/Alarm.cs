namespace Weir.Broker.Groups;

/// <summary>
/// A lower bound of a group's deadlines. Heartbeats move deadlines later all the time; leaving the alarm where it is
/// and looking again when it rings keeps a heartbeat free of any search.
/// </summary>
internal sealed class Alarm
{
    public const long Never = long.MaxValue;

    public long AtMs { get; private set; } = Never;

    public void NoLaterThan(long deadlineMs) => AtMs = Math.Min(AtMs, deadlineMs);

    public void Reset() => AtMs = Never;
}
