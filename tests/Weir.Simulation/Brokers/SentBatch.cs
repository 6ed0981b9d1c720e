namespace Weir.Simulation.Brokers;

/// <summary>A batch of an idempotent producer, to be sent again until it is acknowledged.</summary>
internal sealed class SentBatch(int sequence, Message[] messages)
{
    public int Sequence { get; } = sequence;

    public Message[] Messages { get; } = messages;

    /// <summary>Where it lies; -1 until acknowledged.</summary>
    public long BaseOffset { get; set; } = -1;
}
