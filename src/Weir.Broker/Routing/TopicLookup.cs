using Weir.Broker.Topics;
using Weir.Storage;

namespace Weir.Broker.Routing;

/// <summary>Finds every topic of the registry, queue or stream.</summary>
internal sealed class TopicLookup(TopicRegistry topics) : IQueueLookup
{
    public Topic? Find(string ns, ReadOnlySpan<byte> nameUtf8) => topics.Find(ns, nameUtf8);

    public bool IsDurable(Topic topic) => topic.Settings.Durability != Durability.Memory;
}
