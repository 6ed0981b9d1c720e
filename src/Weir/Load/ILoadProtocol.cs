namespace Weir.Load;

/// <summary>A protocol under load: makes what messages go through, and the connections for them.</summary>
internal interface ILoadProtocol
{
    string Name { get; }

    /// <summary>Makes the queues or the topic, empty unless they are to be kept.</summary>
    Task PrepareAsync(LoadPlan plan, CancellationToken cancel);

    /// <summary>Connects the producer of this number (0 and up), ready to send.</summary>
    LoadConnection OpenProducer(LoadPlan plan, int index, LoadSpan span, LoadTally tally);

    LoadConnection OpenConsumer(LoadPlan plan, int index, LoadSpan span, LoadTally tally);

    /// <summary>Removes what <see cref="PrepareAsync"/> made.</summary>
    Task CleanUpAsync(LoadPlan plan, CancellationToken cancel);
}
