namespace Weir.Storage.Segments;

/// <summary>One entry of a segment's sparse index.</summary>
internal readonly record struct SegmentBlock(long BaseOffset, long Position, long MaxTimestamp, uint Bytes, uint Crc);
