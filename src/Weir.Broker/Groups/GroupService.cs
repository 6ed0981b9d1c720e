using Weir.Broker.Shards;
using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Broker.Groups;

/// <summary>
/// Runs the group coordinators: one per shard, each under its shard's lock. Events go into the shard's next frame;
/// answers leave when that frame is durable. One timer per coordinator, armed for its next deadline.
/// </summary>
public sealed class GroupService
{
    private readonly GroupRuntime[] _runtimes = new GroupRuntime[ShardId.Count];
    private readonly TopicRegistry _topics;

    internal GroupService(LogStore store, TopicRegistry topics, TimeProvider time)
    {
        _topics = topics;
        for (int i = 0; i < _runtimes.Length; i++)
        {
            Shard shard = store[new ShardId(i)];
            _runtimes[i] = new GroupRuntime(shard, ((BrokerShard)shard.State).Groups, time);
        }
    }

    public ValueTask<JoinReply> JoinAsync(JoinRequest request) => RuntimeOf(request.GroupId).JoinAsync(request);

    public ValueTask<SyncReply> SyncAsync(SyncRequest request) => RuntimeOf(request.GroupId).SyncAsync(request);

    public ValueTask<GroupError> HeartbeatAsync(string groupId, string memberId, string? instanceId, int generation) =>
        RuntimeOf(groupId).RunAsync((c, now, effects) =>
            c.Heartbeat(groupId, memberId, instanceId, generation, now, effects));

    public ValueTask<LeaveReply> LeaveAsync(string groupId, IReadOnlyList<LeavingMember> members) =>
        RuntimeOf(groupId).RunAsync((c, now, effects) => c.Leave(groupId, members, now, effects));

    public ValueTask<OffsetsReply> CommitAsync(CommitRequest request) =>
        RuntimeOf(request.GroupId).RunAsync((c, now, effects) => c.Commit(request, now, effects));

    public ValueTask<OffsetsReply> DeleteOffsetsAsync(string groupId, IReadOnlyList<OffsetKey> keys) =>
        RuntimeOf(groupId).RunAsync((c, now, effects) => c.DeleteOffsets(groupId, keys, now, effects));

    public ValueTask<GroupError> DeleteAsync(string groupId) =>
        RuntimeOf(groupId).RunAsync((c, now, effects) => c.DeleteGroup(groupId, now, effects));

    public bool TryGetOffset(string groupId, OffsetKey key, out CommittedOffset offset)
    {
        GroupRuntime runtime = RuntimeOf(groupId);
        using Lock.Scope read = runtime.Shard.EnterToRead();
        return runtime.Coordinator.TryGetOffset(groupId, key, out offset);
    }

    public IReadOnlyList<OffsetEntry> AllOffsets(string groupId)
    {
        GroupRuntime runtime = RuntimeOf(groupId);
        using Lock.Scope read = runtime.Shard.EnterToRead();
        return runtime.Coordinator.AllOffsets(groupId);
    }

    public GroupDescription Describe(string groupId)
    {
        GroupRuntime runtime = RuntimeOf(groupId);
        using Lock.Scope read = runtime.Shard.EnterToRead();
        return runtime.Coordinator.Describe(groupId);
    }

    public IReadOnlyList<GroupListing> List(IReadOnlyCollection<GroupState>? states = null)
    {
        var all = new List<GroupListing>();
        foreach (GroupRuntime runtime in _runtimes)
        {
            using Lock.Scope read = runtime.Shard.EnterToRead();
            all.AddRange(runtime.Coordinator.List(states));
        }

        return all;
    }

    internal void Start()
    {
        foreach (GroupRuntime runtime in _runtimes) runtime.Start();
        _topics.Deleted += OnTopicDeleted;
    }

    internal async ValueTask StopAsync()
    {
        _topics.Deleted -= OnTopicDeleted;
        foreach (GroupRuntime runtime in _runtimes) await runtime.StopAsync();
    }

    private void OnTopicDeleted(Topic topic)
    {
        // Groups commit offsets of topics of the default namespace; others may have the same names.
        if (topic.Namespace != MessageBroker.DefaultNamespace) return;
        foreach (GroupRuntime runtime in _runtimes) runtime.RemoveTopic(topic.Name);
    }

    private GroupRuntime RuntimeOf(string groupId) => _runtimes[ShardOf(groupId)];

    /// <summary>
    /// FNV-1a over UTF-16: the same on every run and machine, because it decides where state is stored.
    /// </summary>
    private static int ShardOf(string groupId)
    {
        uint hash = 2166136261;
        foreach (char c in groupId) hash = (hash ^ c) * 16777619;
        return (int)(hash % ShardId.Count);
    }
}
