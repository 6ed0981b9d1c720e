namespace Weir.Interop.Tests.Support;

/// <summary>A record as a group member saw it.</summary>
internal readonly record struct ReadRecord(int Partition, long Offset, long Number);
