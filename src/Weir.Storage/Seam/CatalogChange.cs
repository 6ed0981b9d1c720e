namespace Weir.Storage;

/// <summary>
/// Sets (or with a null value deletes) a key if its version is <paramref name="ExpectedVersion"/>: 0 means that the key
/// must not exist, -1 that any state will do.
/// </summary>
public sealed record CatalogChange(string Key, long ExpectedVersion, ReadOnlyMemory<byte>? Value);
