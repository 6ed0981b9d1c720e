namespace Weir.Storage.Logs;

/// <summary>What a log is made with; the layer above keeps these facts in the catalog.</summary>
public sealed record LogDefinition(PartitionId Id, Durability Durability, long SegmentBytesMax);
