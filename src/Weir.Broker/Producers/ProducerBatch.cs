namespace Weir.Broker.Producers;

/// <summary>A batch that a producer's sequence numbers identify, and where it was appended.</summary>
internal readonly record struct ProducerBatch(int BaseSequence, int LastSequence, long BaseOffset, long LastOffset);
