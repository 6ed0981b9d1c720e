namespace Weir.Admin.Api.Models;

/// <summary>Records lie from the start offset to the end offset (exclusive).</summary>
public sealed record PartitionView(
    int Index, int Shard, long StartOffset, long EndOffset, long Bytes, int Segments, bool IsWritable);
