using Weir.Broker.Queues;
using Weir.Wire;

namespace Weir.Amqp.Sessions;

/// <summary>What a transactional channel has gathered since its last commit or rollback.</summary>
internal sealed class ChannelTransaction : IDisposable
{
    public PublishBatch Publishes { get; } = new();

    public List<UnackedEntry> Settled { get; } = [];

    public List<UnackedEntry> Released { get; } = [];

    /// <summary>To be dead-lettered at commit.</summary>
    public List<UnackedEntry> Rejected { get; } = [];

    /// <summary>Direct replies; they are sent at commit.</summary>
    public List<PendingReply> Replies { get; } = [];

    /// <summary>Frames of messages that nobody wants; they go back at commit.</summary>
    public PooledBufferWriter Returns { get; } = new();

    public void Clear()
    {
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
