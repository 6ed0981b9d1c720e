namespace Weir.Storage.Logs;

/// <summary>Checkpoints since the start: how many, how long they took, how many failed, how old the last is.</summary>
public readonly record struct CheckpointTimes(long Count, TimeSpan Total, long Failed, TimeSpan SinceLast);
