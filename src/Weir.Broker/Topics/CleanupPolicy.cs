namespace Weir.Broker.Topics;

/// <summary>What happens to old records: they are dropped, or only the newest of each key stays; or both.</summary>
[Flags]
public enum CleanupPolicy
{
    None = 0,
    Delete = 1,
    Compact = 2,
}
