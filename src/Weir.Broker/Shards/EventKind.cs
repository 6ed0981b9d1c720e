namespace Weir.Broker.Shards;

/// <summary>Kinds of journaled events. Persisted: never renumber, never reuse.</summary>
internal enum EventKind : ushort
{
    Group = 1,
    Settled = 2,
    Released = 3,
    Forwarded = 4,
    Retried = 5,
    Remembered = 6,
}
