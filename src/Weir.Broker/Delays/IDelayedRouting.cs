using Weir.Broker.Topics;
using Weir.Wire.Records;

namespace Weir.Broker.Delays;

/// <summary>
/// Routes records that waited for their exchange; the protocol that knows how their headers look implements it.
/// Thread-safe.
/// </summary>
public interface IDelayedRouting
{
    /// <summary>Adds the logs that the exchange sends the record to; none when it is gone or has no match.</summary>
    void Route(string ns, ReadOnlySpan<byte> exchange, in RecordView record, List<Partition> into);
}
