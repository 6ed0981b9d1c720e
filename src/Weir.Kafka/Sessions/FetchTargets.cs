using Weir.Broker.Topics;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Sessions;

/// <summary>Turns the partitions that fetch requests name into targets, and keeps a session's list of them.</summary>
internal sealed class FetchTargets(TopicRegistry topics, string ns)
{
    private readonly List<FetchTarget> _full = [];

    /// <summary>The targets of a request that names all it wants. Valid until the next call.</summary>
    public List<FetchTarget> Full(FetchRequest request)
    {
        _full.Clear();
        foreach (FetchRequest.FetchTopic topic in request.Topics)
        {
            foreach (FetchRequest.FetchPartition partition in topic.Partitions)
                _full.Add(Set(New(topic, partition.Partition), partition));
        }

        return _full;
    }

    /// <summary>Applies what an incremental request adds, changes and forgets.</summary>
    public static void Update(List<FetchTarget> targets, FetchRequest request)
    {
        foreach (FetchRequest.ForgottenTopic topic in request.ForgottenTopicsData)
        {
            targets.RemoveAll(t =>
                Names(t, topic.Topic, topic.TopicId) && topic.Partitions.Contains(t.Index));
        }

        foreach (FetchRequest.FetchTopic topic in request.Topics)
        {
            foreach (FetchRequest.FetchPartition partition in topic.Partitions)
            {
                FetchTarget? known = targets.Find(t =>
                    t.Index == partition.Partition && Names(t, topic.Topic, topic.TopicId));
                if (known is not null) Set(known, partition);
                else InsertByTopic(targets, Set(New(topic, partition.Partition), partition));
            }
        }
    }

    /// <summary>Looks up what is not resolved, or has been deleted, since the last time.</summary>
    public void Refresh(List<FetchTarget> targets)
    {
        foreach (FetchTarget target in targets)
        {
            if (target.Partition is { Topic.IsDeleted: false })
            {
                target.Error = KafkaError.None;
                continue;
            }

            Topic? topic = target.TopicId == Guid.Empty ? topics.Find(ns, target.TopicName) : FindOwn(target.TopicId);
            target.Partition = topic?.PartitionAt(target.Index);
            target.Error = target.Partition is not null ? KafkaError.None
                : topic is null && target.TopicId != Guid.Empty ? KafkaError.UnknownTopicId
                : KafkaError.UnknownTopicOrPartition;
        }
    }

    /// <summary>Ids are unique in all namespaces; a client reads those of its own.</summary>
    private Topic? FindOwn(Guid id) => topics.Find(id) is { } topic && topic.Namespace == ns ? topic : null;

    private static FetchTarget New(FetchRequest.FetchTopic topic, int index) =>
        new() { TopicName = topic.Topic, TopicId = topic.TopicId, Index = index };

    private static FetchTarget Set(FetchTarget target, FetchRequest.FetchPartition partition)
    {
        target.Offset = partition.FetchOffset;
        target.BytesMax = partition.PartitionMaxBytes;
        target.LeaderEpoch = partition.CurrentLeaderEpoch;
        return target;
    }

    private static bool Names(FetchTarget target, string name, Guid id) => target.TopicName == name && target.TopicId == id;

    /// <summary>Answers group partitions by topic, so a topic's targets stay together.</summary>
    private static void InsertByTopic(List<FetchTarget> targets, FetchTarget target)
    {
        int last = targets.FindLastIndex(t => Names(t, target.TopicName, target.TopicId));
        if (last < 0) targets.Add(target);
        else targets.Insert(last + 1, target);
    }
}
