namespace Weir.Broker.Delays;

/// <summary>A parked record in the index: 16 bytes. Ordered by time, then by arrival.</summary>
internal readonly record struct DelayEntry(long DueMs, long Offset)
{
    public bool IsBefore(in DelayEntry other) =>
        DueMs != other.DueMs ? DueMs < other.DueMs : Offset < other.Offset;
}
