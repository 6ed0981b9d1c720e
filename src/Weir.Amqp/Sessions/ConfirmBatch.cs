using Weir.Broker.Queues;

namespace Weir.Amqp.Sessions;

/// <summary>The publishes of one socket read that want a confirmation: what must be durable, and for which.</summary>
internal sealed class ConfirmBatch
{
    public List<CommitPoint> Points { get; } = [];

    public List<(AmqpChannel Channel, ulong UpTo)> Channels { get; } = [];

    /// <summary>Publishes that a full queue refused, in the order they came.</summary>
    public List<(AmqpChannel Channel, ulong Number)> Refused { get; } = [];

    public void Clear()
    {
        Refused.Clear();
        Points.Clear();
        Channels.Clear();
    }
}
