using Weir.Broker.Groups.Events;

namespace Weir.Broker.Groups;

/// <summary>Who may change which offsets of a group, and the events that do.</summary>
internal sealed class OffsetRules(GroupOptions options, ISubscriptionReader? subscriptions)
{
    public OffsetsReply Commit(ConsumerGroup group, CommitRequest request, in GroupTurn turn)
    {
        var error = CheckCommit(group, request, out var member);
        if (error != GroupError.None)
            return OffsetsReply.Failed(error);
        if (member is not null)
            group.Members.Touch(member, turn.NowMs);

        var expireTimestampMs = request.RetentionMs < 0
            ? -1
            : turn.WallMs + Math.Min(request.RetentionMs, long.MaxValue - turn.WallMs);
        var outcomes = new GroupError[request.Offsets.Count];
        var entries = new List<OffsetEntry>(outcomes.Length);
        for (var i = 0; i < outcomes.Length; i++)
        {
            var offset = request.Offsets[i];
            outcomes[i] = CheckEntry(offset);
            if (outcomes[i] != GroupError.None)
                continue;
            var value = new CommittedOffset(
                offset.Offset, offset.LeaderEpoch, offset.Metadata ?? "", turn.WallMs, expireTimestampMs);
            entries.Add(new OffsetEntry(new OffsetKey(offset.Topic, offset.Partition), value));
        }

        if (entries.Count > 0)
            Journal(group.Durable, new OffsetsCommitted(group.Id, entries), turn.Effects);
        return new OffsetsReply(GroupError.None, outcomes);
    }

    public OffsetsReply Delete(ConsumerGroup group, IReadOnlyList<OffsetKey> keys, in GroupTurn turn)
    {
        var topics = new HashSet<string>();
        var all = false;
        if (group.State != GroupState.Empty)
        {
            if (group.Round.ProtocolType is not { } type || subscriptions?.Understands(type) != true)
                return OffsetsReply.Failed(GroupError.NonEmptyGroup);
            all = !TryReadSubscriptions(group, topics);
        }

        var outcomes = new GroupError[keys.Count];
        var removed = new HashSet<OffsetKey>();
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (all || topics.Contains(keys[i].Topic))
                outcomes[i] = GroupError.GroupSubscribedToTopic;
            else if (group.Durable.Offsets.TryGet(keys[i], out _))
                removed.Add(keys[i]);
        }

        if (removed.Count > 0)
            Journal(group.Durable, new OffsetsRemoved(group.Id, [.. removed]), turn.Effects);
        return new OffsetsReply(GroupError.None, outcomes);
    }

    /// <summary>Forgets the offsets of a topic that is gone.</summary>
    public static void RemoveTopic(DurableGroup group, string topic, GroupEffects effects)
    {
        var keys = group.Offsets.KeysOf(topic).ToList();
        if (keys.Count > 0)
            Journal(group, new OffsetsRemoved(group.Id, keys), effects);
    }

    /// <summary>
    /// Removes offsets that outlived their retention, counted from the commit or from when the group became empty,
    /// whichever is later, and the group when that leaves nothing. Only for groups without members.
    /// </summary>
    public void Expire(DurableGroup group, in GroupTurn turn)
    {
        var emptySinceMs = group.Generation?.SinceMs ?? long.MinValue;
        var nowMs = turn.WallMs;
        var entries = group.Offsets.Entries().ToList();
        var expired = entries.Where(e => IsExpired(e.Value, emptySinceMs, nowMs)).Select(e => e.Key).ToList();
        if (expired.Count == entries.Count)
            Journal(group, new GroupDeleted(group.Id), turn.Effects);
        else if (expired.Count > 0)
            Journal(group, new OffsetsRemoved(group.Id, expired), turn.Effects);
    }

    public static void Journal(DurableGroup group, GroupEvent change, GroupEffects effects)
    {
        effects.Record(change);
        group.Apply(change);
    }

    private bool IsExpired(CommittedOffset offset, long emptySinceMs, long nowMs) =>
        offset.ExpireTimestampMs >= 0
            ? nowMs >= offset.ExpireTimestampMs
            : nowMs - Math.Max(offset.CommitTimestampMs, emptySinceMs) >= options.OffsetsRetentionMs;

    private static GroupError CheckCommit(ConsumerGroup group, CommitRequest request, out GroupMember? member)
    {
        member = null;
        if (request.Generation < 0 && group.State == GroupState.Empty)
            return GroupError.None;
        var error = group.Members.Identify(request.MemberId, request.InstanceId, out member);
        if (error != GroupError.None)
            return error;
        if (request.Generation != group.Round.Generation)
            return GroupError.IllegalGeneration;

        // The member knows the generation but not its part in it, so the positions are from before.
        return group.State == GroupState.CompletingRebalance ? GroupError.RebalanceInProgress : GroupError.None;
    }

    private GroupError CheckEntry(OffsetToCommit offset)
    {
        if (offset.Metadata?.Length > options.OffsetMetadataLengthMax)
            return GroupError.OffsetMetadataTooLarge;
        return offset.Topic.Length > options.StringBytesMax ? GroupError.LimitExceeded : GroupError.None;
    }

    private bool TryReadSubscriptions(ConsumerGroup group, HashSet<string> topics)
    {
        // Between generations no protocol is chosen yet by all; the last one still says what members read.
        var protocolName = group.Round.ProtocolName;
        if (protocolName is null)
            return false;
        foreach (var member in group.Members.All)
        {
            if (!subscriptions!.TryRead(member.MetadataFor(protocolName).Span, topics))
                return false;
        }

        return true;
    }
}
