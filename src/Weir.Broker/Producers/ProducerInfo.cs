namespace Weir.Broker.Producers;

/// <summary>
/// An idempotent producer as a partition knows it. <paramref name="LastSeenMs"/> is Unix milliseconds.
/// </summary>
public readonly record struct ProducerInfo(long Id, short Epoch, int LastSequence, long LastSeenMs);
