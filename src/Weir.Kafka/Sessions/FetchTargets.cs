using System.Text;
using Weir.Broker.Security;
using Weir.Broker.Topics;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Sessions;

/// <summary>
/// Reads the partitions that fetch requests name into lists of targets, in place: a client that asks for the same
/// partitions again gets the same targets, moved on, and nothing is allocated.
/// </summary>
internal sealed class FetchTargets(TopicRegistry topics, RequestContext request)
{
    private const short FirstWithStartOffset = 5;
    private const short FirstWithSessions = 7;
    private const short FirstWithLeaderEpoch = 9;
    private const short FirstWithFetchedEpoch = 12;
    private const short FirstFlexible = 12;
    private const short FirstWithTopicIds = 13;

    /// <summary>Makes <paramref name="targets"/> what a request names that names all it wants.</summary>
    public static void ReadFull(ref KafkaReader reader, short version, List<FetchTarget> targets)
    {
        bool flexible = version >= FirstFlexible;
        int next = 0;
        for (int left = reader.ReadArrayCount(flexible, 3); left > 0; left--)
        {
            ReadTopic(ref reader, version, out ReadOnlySpan<byte> name, out Guid id);
            for (int partitions = reader.ReadArrayCount(flexible, 16); partitions > 0; partitions--, next++)
            {
                int index = reader.ReadInt32();
                FetchTarget target;
                if (next < targets.Count && targets[next].Is(name, id, index)) target = targets[next];
                else
                {
                    target = New(name, id, index);
                    if (next < targets.Count) targets[next] = target;
                    else targets.Add(target);
                }

                ReadPosition(ref reader, version, target);
            }

            if (flexible) reader.SkipTags();
        }

        targets.RemoveRange(next, targets.Count - next);
    }

    /// <summary>Applies what an incremental request adds, changes and forgets.</summary>
    public static void ReadChanges(ref KafkaReader reader, short version, List<FetchTarget> targets)
    {
        bool flexible = version >= FirstFlexible;
        for (int left = reader.ReadArrayCount(flexible, 3); left > 0; left--)
        {
            ReadTopic(ref reader, version, out ReadOnlySpan<byte> name, out Guid id);
            for (int partitions = reader.ReadArrayCount(flexible, 16); partitions > 0; partitions--)
            {
                int index = reader.ReadInt32();
                int known = IndexOf(targets, name, id, index);
                FetchTarget target = known >= 0 ? targets[known] : New(name, id, index);
                ReadPosition(ref reader, version, target);
                if (known < 0) InsertByTopic(targets, target);
            }

            if (flexible) reader.SkipTags();
        }

        if (version >= FirstWithSessions) ReadForgotten(ref reader, version, targets);
    }

    /// <summary>Looks up what is not resolved, or has been deleted, since the last time.</summary>
    public void Refresh(List<FetchTarget> targets)
    {
        foreach (FetchTarget target in targets)
        {
            if (target.Partition is { Topic.IsDeleted: false } known && MayRead(known.Topic.Name))
            {
                target.Error = KafkaError.None;
                continue;
            }

            Topic? topic = target.TopicId == Guid.Empty
                ? topics.Find(request.Namespace, target.TopicName)
                : FindOwn(target.TopicId);
            if (!MayRead(topic?.Name ?? target.TopicName))
            {
                target.Partition = null;
                target.Error = KafkaError.TopicAuthorizationFailed;
                continue;
            }

            target.Partition = topic?.PartitionAt(target.Index);
            target.Error = target.Partition is not null ? KafkaError.None
                : topic is null && target.TopicId != Guid.Empty ? KafkaError.UnknownTopicId
                : KafkaError.UnknownTopicOrPartition;
        }
    }

    private bool MayRead(string topic) => topic.Length == 0 || request.Access.Allows(Permission.Read, topic);

    /// <summary>Ids are unique in all namespaces; a client reads those of its own.</summary>
    private Topic? FindOwn(Guid id) =>
        topics.Find(id) is { } topic && topic.Namespace == request.Namespace ? topic : null;

    private static void ReadForgotten(ref KafkaReader reader, short version, List<FetchTarget> targets)
    {
        bool flexible = version >= FirstFlexible;
        for (int left = reader.ReadArrayCount(flexible, 3); left > 0; left--)
        {
            ReadTopic(ref reader, version, out ReadOnlySpan<byte> name, out Guid id);
            for (int partitions = reader.ReadArrayCount(flexible, 4); partitions > 0; partitions--)
            {
                int known = IndexOf(targets, name, id, reader.ReadInt32());
                if (known >= 0) targets.RemoveAt(known);
            }

            if (flexible) reader.SkipTags();
        }
    }

    private static void ReadTopic(ref KafkaReader reader, short version, out ReadOnlySpan<byte> name, out Guid id)
    {
        bool byId = version >= FirstWithTopicIds;
        name = byId ? default : reader.ReadStringBytes(version >= FirstFlexible);
        id = byId ? reader.ReadGuid() : Guid.Empty;
    }

    /// <summary>What follows a partition's index.</summary>
    private static void ReadPosition(ref KafkaReader reader, short version, FetchTarget target)
    {
        target.LeaderEpoch = version >= FirstWithLeaderEpoch ? reader.ReadInt32() : -1;
        target.Offset = reader.ReadInt64();
        if (version >= FirstWithFetchedEpoch) reader.ReadInt32();
        if (version >= FirstWithStartOffset) reader.ReadInt64(); // a follower's, not a consumer's
        target.BytesMax = reader.ReadInt32();
        if (version >= FirstFlexible) reader.SkipTags();
    }

    private static FetchTarget New(ReadOnlySpan<byte> name, Guid id, int index) => new()
    {
        NameBytes = name.ToArray(),
        TopicName = Encoding.UTF8.GetString(name),
        TopicId = id,
        Index = index,
    };

    private static int IndexOf(List<FetchTarget> targets, ReadOnlySpan<byte> name, Guid id, int index)
    {
        for (int i = 0; i < targets.Count; i++)
            if (targets[i].Is(name, id, index)) return i;
        return -1;
    }

    /// <summary>Answers group partitions by topic, so a topic's targets stay together.</summary>
    private static void InsertByTopic(List<FetchTarget> targets, FetchTarget target)
    {
        int last = targets.Count - 1;
        while (last >= 0 && !targets[last].IsOfTopic(target)) last--;
        if (last < 0) targets.Add(target);
        else targets.Insert(last + 1, target);
    }
}
