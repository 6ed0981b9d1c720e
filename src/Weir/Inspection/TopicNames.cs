using Weir.Broker;
using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Inspection;

/// <summary>
/// Which topic a partition id belongs to, as far as the catalog entries seen so far tell. A topic's entry is journaled
/// before its first batch, so reading in order is enough.
/// </summary>
internal sealed class TopicNames
{
    private readonly Dictionary<PartitionId, string> _names = [];

    /// <exception cref="DamagedDataException">The entry is a topic's and cannot be read.</exception>
    public void Learn(CatalogEntry entry)
    {
        if (!entry.Key.StartsWith(TopicRecord.KeyPrefix, StringComparison.Ordinal)) return;
        if (entry.Value is not { } value) return;
        TopicRecord topic = TopicRecord.Decode(entry.Key, value.Span);
        string prefix = topic.Namespace == MessageBroker.DefaultNamespace ? "" : topic.Namespace + "/";
        for (int i = 0; i < topic.Partitions.Count; i++) _names[topic.Partitions[i]] = $"{prefix}{topic.Name}/{i}";
    }

    public string? Find(PartitionId partition) => _names.GetValueOrDefault(partition);
}
