namespace Weir.Admin.Api.Models;

/// <summary>
/// What is kept and how: bytes of all logs, memory of records that no checkpoint has copied yet, and shards that take
/// no writes because they are damaged.
/// </summary>
public sealed record StorageState(
    long LogBytes, long TailBytes, long TailBytesMax, long JournaledBytes, bool HasRoom, IReadOnlyList<string> Damages);
