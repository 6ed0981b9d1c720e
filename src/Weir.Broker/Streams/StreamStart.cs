using Weir.Storage.Logs;

namespace Weir.Broker.Streams;

/// <summary>
/// Where a stream's consumer begins. <paramref name="Value"/> is an offset or Unix milliseconds, as the kind asks.
/// </summary>
public readonly record struct StreamStart(StreamStartKind Kind, long Value)
{
    /// <summary>
    /// The offset in one partition, whose next one was <paramref name="end"/> when the consumer came; never below what
    /// is kept.
    /// </summary>
    internal async ValueTask<long> FindAsync(PartitionLog log, long end, CancellationToken cancel)
    {
        long first = log.StartOffset;
        switch (Kind)
        {
            case StreamStartKind.First:
                return first;
            case StreamStartKind.Last:
                return Math.Max(first, end - 1);
            case StreamStartKind.Offset:
                // One that is not there yet is waited for.
                return Math.Max(first, Value);
            case StreamStartKind.Time:
                OffsetAndTimestamp? found = await log.FindByTimestampAsync(Value, cancel);
                return found?.Offset ?? end;
            default:
                return end;
        }
    }
}
