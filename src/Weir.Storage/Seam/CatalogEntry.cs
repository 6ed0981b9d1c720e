namespace Weir.Storage;

/// <summary>A key's current value; versions start at 1 and grow with each change of that key.</summary>
public sealed record CatalogEntry(string Key, long Version, ReadOnlyMemory<byte>? Value);
