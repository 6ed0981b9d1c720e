namespace Weir.Broker.Queues;

/// <summary>What a queue was declared with, in neutral terms.</summary>
public sealed record QueueOptions
{
    /// <summary>False: the queue goes with the process that made it.</summary>
    public bool IsDurable { get; init; } = true;

    /// <summary>Deleted when its last consumer goes.</summary>
    public bool IsAutoDelete { get; init; }

    /// <summary>The connection that alone may use it; it is deleted when that ends.</summary>
    public object? ExclusiveOwner { get; init; }

    /// <summary>Only one consumer at a time is served, the others stand by.</summary>
    public bool SingleActiveConsumer { get; init; }

    /// <summary>What the client asked for in its protocol's own form, to compare a repeated declaration with.</summary>
    public ReadOnlyMemory<byte> Declaration { get; init; }
}
