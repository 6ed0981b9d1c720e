using Weir.Broker.Queues;
using Weir.Broker.Tracing;
using Weir.Wire;

namespace Weir.Amqp.Sessions;

/// <summary>What a transactional channel has gathered since its last commit or rollback.</summary>
internal sealed class ChannelTransaction(ITracedClient by) : IDisposable
{
    public PublishBatch Publishes { get; } = new() { By = by };

    public List<UnackedEntry> Settled { get; } = [];

    public List<UnackedEntry> Released { get; } = [];

    /// <summary>To be dead-lettered at commit.</summary>
    public List<UnackedEntry> Rejected { get; } = [];

    /// <summary>Direct replies; they are sent at commit.</summary>
    public List<PendingReply> Replies { get; } = [];

    /// <summary>Frames of messages that nobody wants; they go back at commit.</summary>
    public PooledBufferWriter Returns { get; } = new();

    /// <summary>A queue was full and refused a message: it cannot be committed.</summary>
    public bool IsRefused { get; set; }

    public void Clear()
    {
        IsRefused = false;
        Publishes.Clear();
        Settled.Clear();
        Released.Clear();
        Rejected.Clear();
        Replies.Clear();
        Returns.Reset();
    }

    public void Dispose()
    {
        Publishes.Dispose();
        Returns.Dispose();
    }
}
