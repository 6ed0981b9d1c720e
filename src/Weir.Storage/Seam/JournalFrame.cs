namespace Weir.Storage;

/// <summary>A replayed frame. <paramref name="Body"/> is valid until the next one is asked for.</summary>
public readonly record struct JournalFrame(long Lsn, ReadOnlyMemory<byte> Body);
