using Weir.Storage.Logs;

namespace Weir.Broker.Streams;

/// <summary>
/// Where a stream's consumer begins. <paramref name="Value"/> is an offset or Unix milliseconds, as the kind asks.
/// </summary>
public readonly record struct StreamStart(StreamStartKind Kind, long Value)
{
    /// <summary>The offset in one partition; never below what is kept, nor above what comes next.</summary>
    internal async ValueTask<long> FindAsync(PartitionLog log, CancellationToken cancel)
    {
        long first = log.StartOffset, end = log.ReadableEnd;
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
