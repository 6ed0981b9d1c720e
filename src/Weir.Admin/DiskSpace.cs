namespace Weir.Admin;

/// <summary>Room on a disk.</summary>
public readonly record struct DiskSpace(long FreeBytes, long SizeBytes);
