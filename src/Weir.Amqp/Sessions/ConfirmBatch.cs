using Weir.Broker.Queues;

namespace Weir.Amqp.Sessions;

/// <summary>The publishes of one socket read that want a confirmation: what must be durable, and for which.</summary>
internal sealed class ConfirmBatch
{
    public List<CommitPoint> Points { get; } = [];

    public List<(AmqpChannel Channel, ulong UpTo)> Channels { get; } = [];

    public void Clear()
    {
        Points.Clear();
        Channels.Clear();
    }
}
