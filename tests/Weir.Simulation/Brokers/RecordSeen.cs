using Weir.Wire.Records;

namespace Weir.Simulation.Brokers;

/// <summary>Told of each record of a log, with its offset.</summary>
internal delegate void RecordSeen(in RecordView record, long offset);
