using Weir.Wire.Records;

namespace Weir.Broker.Messages;

/// <summary>Looks at a record while its bytes are valid; true when it is one of those looked for.</summary>
public delegate bool RecordVisitor(long offset, long timestampMs, in RecordView record);
