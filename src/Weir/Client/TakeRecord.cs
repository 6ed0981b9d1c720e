using Weir.Wire.Records;

namespace Weir.Client;

/// <summary>Takes one record, or says false to be given no more, this one included.</summary>
internal delegate bool TakeRecord(int partition, long offset, long timestampMs, in RecordView record);
