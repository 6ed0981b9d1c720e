namespace Weir.Broker.Producers;

/// <summary>What a producer's sequence numbers say about a batch.</summary>
internal enum ProducerCheck : byte
{
    Accept,
    Duplicate,
    OutOfOrder,
    Fenced,
}
