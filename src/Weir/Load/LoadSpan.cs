namespace Weir.Load;

/// <summary>
/// When a run begins and what of it is measured, as timestamps of <see cref="LoadClock"/>. A message belongs to the
/// measurement by when it was due, whenever its answer comes. Set once, before any thread of the load starts.
/// </summary>
internal sealed class LoadSpan
{
    public long BeginsAt { get; private set; } = long.MaxValue;

    public long MeasuredFrom { get; private set; } = long.MaxValue;

    public long MeasuredTo { get; private set; } = long.MaxValue;

    public void BeginAt(long at, TimeSpan warmUp, TimeSpan duration)
    {
        BeginsAt = at;
        MeasuredFrom = at + (long)(warmUp.TotalSeconds * LoadClock.Second);
        MeasuredTo = MeasuredFrom + (long)(duration.TotalSeconds * LoadClock.Second);
    }

    public bool Measures(long dueAt) => dueAt >= MeasuredFrom && dueAt < MeasuredTo;
}
