using System.Text;
using Weir.Broker.Queues;
using Weir.Broker.Streams;

namespace Weir.Amqp.Sessions;

/// <summary>
/// A consumer of a channel: its prefetch, and the way its deliveries take. Its counts are guarded by the channel's
/// lock, because dispatchers of several queues deliver while the session settles.
/// </summary>
internal sealed class ChannelConsumer(AmqpChannel channel, string tag, Queue queue, bool noAck, int prefetch)
    : IDeliverySink
{
    private readonly byte[] _tag = Encoding.UTF8.GetBytes(tag);
    private bool _isStarved;

    public string Tag { get; } = tag;

    public ReadOnlySpan<byte> TagBytes => _tag;

    public Queue Queue { get; } = queue;

    public bool NoAck { get; } = noAck;

    /// <summary>Set when it reads the log as a stream: settling gives credit back, and does nothing else.</summary>
    public StreamConsumer? Stream { get; set; }

    /// <summary>To be woken when it can take more.</summary>
    public IWakeable Source => (IWakeable?)Stream ?? Queue;

    public QueueConsumer? Registration { get; set; }

    /// <summary>Takes no more deliveries.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>
    /// Wanted a message and had no credit; the queue must be woken when it has. Changed under the channel's lock.
    /// </summary>
    public bool IsStarved
    {
        get => Volatile.Read(ref _isStarved);
        set => Volatile.Write(ref _isStarved, value);
    }

    public int Outstanding { get; set; }

    public bool TryTakeCredit(QueueConsumer consumer)
    {
        // Still: it is cleared before the queue is woken. Many that wait cost little when each message passes them by.
        if (IsStarved) return false;
        if (channel.Output.IsFullFor(Source)) return false;
        lock (channel.Sync)
        {
            if (IsCancelled) return false;
            if (NoAck) return true;
            if (prefetch > 0 && Outstanding >= prefetch)
            {
                IsStarved = true;
                return false;
            }

            if (!channel.TryTakeCredit()) return false;
            Outstanding++;
            return true;
        }
    }

    public void ReturnCredit(QueueConsumer consumer)
    {
        if (NoAck) return;
        lock (channel.Sync)
        {
            Outstanding--;
            channel.Outstanding--;
        }
    }

    public bool TryDeliver(QueueConsumer consumer, in Delivery delivery)
    {
        lock (channel.Sync)
        {
            if (!IsCancelled)
            {
                channel.Deliver(this, delivery);
                return true;
            }

            if (NoAck) return false;
            Outstanding--;
            channel.Outstanding--;
            return false;
        }
    }

    public int UnsettledOf(QueueConsumer consumer) => Outstanding;

    public void Flush() => channel.Output.Flush();

    /// <summary>Leaves its queue; true if it was the last that shared it.</summary>
    public bool Leave()
    {
        if (Stream is null) return Queue.RemoveConsumer(Registration!);
        Queue.EndReading(Stream);
        return false;
    }

    /// <summary>Tells the client that the queue has gone. Under the output's lock.</summary>
    public void WriteCancel() => channel.WriteCancel(this);

    public void OnCancelled(QueueConsumer consumer) => channel.OnQueueGone(this);
}
