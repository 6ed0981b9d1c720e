using Weir.Wire.Records;

namespace Weir.Broker.Duplicates;

/// <summary>Finds message ids in records of a protocol that keeps them in a form of its own. Thread-safe.</summary>
public interface IMessageIds
{
    /// <summary>False when the record has none, or is of another protocol.</summary>
    bool TryRead(RecordView record, out ReadOnlySpan<byte> id);
}
