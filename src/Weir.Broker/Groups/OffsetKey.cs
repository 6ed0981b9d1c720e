namespace Weir.Broker.Groups;

/// <summary>Names the partition that an offset is for.</summary>
public readonly record struct OffsetKey(string Topic, int Partition);
