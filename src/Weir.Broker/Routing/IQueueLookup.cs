using Weir.Broker.Topics;

namespace Weir.Broker.Routing;

/// <summary>How routing finds queues and stream topics by name. Called from hot paths: it neither waits nor allocates.</summary>
public interface IQueueLookup
{
    Topic? Find(string ns, ReadOnlySpan<byte> nameUtf8);

    /// <summary>Whether the topic, and so bindings to it, outlive a restart.</summary>
    bool IsDurable(Topic topic);
}
