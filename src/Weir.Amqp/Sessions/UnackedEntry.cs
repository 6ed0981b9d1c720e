using Weir.Broker.Queues;

namespace Weir.Amqp.Sessions;

/// <summary>
/// A delivery that the client has to settle. <paramref name="Consumer"/> is null for one that was fetched.
/// </summary>
internal readonly record struct UnackedEntry(ulong Tag, Queue? Queue, MessageRef Message, ChannelConsumer? Consumer)
{
    /// <summary>It was read from a stream: nothing is settled, and nothing comes back.</summary>
    public bool IsOfStream => Consumer?.Stream is not null;
}
