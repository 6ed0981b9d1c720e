namespace Weir.Interop.Tests.Support;

/// <summary>The broker's promise that a record lies at an offset.</summary>
internal readonly record struct Acknowledgement(long Number, int Partition, long Offset);
