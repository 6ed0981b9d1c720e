namespace Weir.Broker.Messages;

/// <summary>
/// How far a scan came: continue at <paramref name="NextOffset"/>, unless <paramref name="IsComplete"/>.
/// </summary>
public readonly record struct ScanProgress(long NextOffset, long Records, long Bytes, bool IsComplete);
