namespace Weir.Storage.Memory;

/// <summary>A stored frame; the sequence counts over all shards.</summary>
internal sealed record MemoryFrame(long Sequence, byte[] Body);
