namespace Weir.Storage;

/// <summary>The outcome of a durable write.</summary>
public enum Commit : byte
{
    /// <summary>Durable to the requested degree.</summary>
    Done = 0,

    /// <summary>Not written: another process owns the shard now.</summary>
    Fenced = 1,

    /// <summary>Nobody knows: stop acknowledging, claim the shard again, replay, then answer.</summary>
    Unknown = 2,
}
