using System.Buffers;
using System.Text;
using Weir.Broker.Groups;

namespace Weir.Broker.Tests.Groups;

/// <summary>
/// A coordinator with a clock that only tests move, a journal that keeps every event, and a check that each join and
/// sync is answered at most once. Times move through every deadline on the way, as a runtime would tick.
/// </summary>
internal sealed class GroupHarness
{
    public const string Group = "orders";

    // Far from steady time: what takes one for the other is seen.
    private const long WallOffsetMs = 1_900_000_000_000;

    private readonly GroupEffects _effects = new();
    private readonly ArrayBufferWriter<byte> _journal = new();
    private readonly Dictionary<object, GroupReply> _replies = [];
    private readonly GroupOptions _options;
    private int _ids;
    private int _tokens;

    public GroupHarness(GroupOptions? options = null, GroupHarness? restartOf = null, bool fromSnapshot = false)
    {
        _options = options ?? restartOf?._options ?? new GroupOptions();
        Coordinator = new GroupCoordinator(_options, new TopicListReader(), NextId);
        if (restartOf is not null)
        {
            _ids = restartOf._ids;
            NowMs = restartOf.NowMs;
            if (fromSnapshot)
                Coordinator.Restore(restartOf.Snapshot());
            else
                Coordinator.Apply(restartOf.Journal);
            _journal.Write(restartOf.Journal);
        }

        Coordinator.Activate(Now);
    }

    public GroupCoordinator Coordinator { get; }

    public long NowMs { get; private set; } = 1_000_000;

    public GroupTime Now => new(NowMs, NowMs + WallOffsetMs);

    public ReadOnlySpan<byte> Journal => _journal.WrittenSpan;

    public int Ticks { get; private set; }

    public int Asked => _tokens;

    public int Answered => _replies.Count;

    public GroupState State => Coordinator.Describe(Group).State;

    public byte[] Snapshot()
    {
        var output = new ArrayBufferWriter<byte>();
        Coordinator.WriteSnapshot(output);
        return output.WrittenSpan.ToArray();
    }

    public int Join(JoinRequest request)
    {
        var token = _tokens++;
        Coordinator.Join(request, token, Now, _effects);
        Absorb();
        return token;
    }

    public int Join(
        string memberId = "", string? instance = null, string protocols = "range", string topics = "t",
        bool twoStep = false, bool skip = true, int sessionMs = 10_000, int rebalanceMs = 60_000, string group = Group,
        string type = "consumer", string client = "app") => Join(new JoinRequest
        {
            GroupId = group,
            MemberId = memberId,
            InstanceId = instance,
            ClientId = client,
            ClientHost = "10.0.0.1",
            SessionTimeoutMs = sessionMs,
            RebalanceTimeoutMs = rebalanceMs,
            ProtocolType = type,
            Protocols =
                [.. protocols.Split(',').Where(p => p.Length > 0).Select(p => new GroupProtocol(p, Bytes(topics)))],
            RequireMemberId = twoStep,
            CanSkipAssignment = skip,
        });

    public int Sync(
        string memberId, int generation, string? instance = null, string? protocol = null, string? type = null,
        params (string Member, string Assignment)[] assignments)
    {
        var token = _tokens++;
        var request = new SyncRequest
        {
            GroupId = Group,
            MemberId = memberId,
            InstanceId = instance,
            Generation = generation,
            ProtocolName = protocol,
            ProtocolType = type,
            Assignments = [.. assignments.Select(a => new MemberAssignment(a.Member, Bytes(a.Assignment)))],
        };
        Coordinator.Sync(request, token, Now, _effects);
        Absorb();
        return token;
    }

    public GroupError Heartbeat(string memberId, int generation, string? instance = null)
    {
        var error = Coordinator.Heartbeat(Group, memberId, instance, generation, Now, _effects);
        Absorb();
        return error;
    }

    public GroupError[] Leave(params LeavingMember[] members)
    {
        var reply = Coordinator.Leave(Group, members, Now, _effects);
        Absorb();
        return reply.Error == GroupError.None ? [.. reply.Members] : [reply.Error];
    }

    public GroupError Commit(
        long offset, string memberId = "", int generation = -1, string? instance = null, string topic = "t",
        int partition = 0, string? metadata = null, long retentionMs = -1, string group = Group)
    {
        var reply = Commit(new CommitRequest
        {
            GroupId = group,
            MemberId = memberId,
            InstanceId = instance,
            Generation = generation,
            RetentionMs = retentionMs,
            Offsets = [new OffsetToCommit(topic, partition, offset, 7, metadata)],
        });
        return reply.Error == GroupError.None ? Assert.Single(reply.Entries) : reply.Error;
    }

    public OffsetsReply Commit(CommitRequest request)
    {
        var reply = Coordinator.Commit(request, Now, _effects);
        Absorb();
        return reply;
    }

    public OffsetsReply DeleteOffsets(params OffsetKey[] keys)
    {
        var reply = Coordinator.DeleteOffsets(Group, keys, Now, _effects);
        Absorb();
        return reply;
    }

    public void RemoveTopic(string topic)
    {
        Coordinator.RemoveTopic(topic, _effects);
        Absorb();
    }

    public GroupError DeleteGroup(string group = Group)
    {
        var error = Coordinator.DeleteGroup(group, Now, _effects);
        Absorb();
        return error;
    }

    public long? OffsetOf(string topic = "t", int partition = 0, string group = Group) =>
        Coordinator.TryGetOffset(group, new OffsetKey(topic, partition), out var offset) ? offset.Offset : null;

    public void Advance(long ms)
    {
        var untilMs = NowMs + ms;
        while (Coordinator.NextDeadlineMs is { } nextMs && nextMs <= untilMs)
        {
            NowMs = Math.Max(NowMs, nextMs);
            Coordinator.Tick(Now, _effects);
            Ticks++;
            Absorb();
        }

        NowMs = untilMs;
    }

    public bool IsParked(int token) => !_replies.ContainsKey(token);

    public JoinReply JoinReply(int token)
    {
        Assert.True(_replies.TryGetValue(token, out var reply), "the join is still parked");
        return reply.Join!;
    }

    public SyncReply SyncReply(int token)
    {
        Assert.True(_replies.TryGetValue(token, out var reply), "the sync is still parked");
        return reply.Sync!;
    }

    public string AssignmentOf(int token)
    {
        var reply = SyncReply(token);
        Assert.Equal(GroupError.None, reply.Error);
        return Encoding.UTF8.GetString(reply.Assignment.Span);
    }

    /// <summary>Two members, stable: the first leads and reads p0, the second p1.</summary>
    public (string Leader, string Follower, int Generation) StablePair(
        string? leaderInstance = null, string? followerInstance = null, string protocols = "range")
    {
        var leader = JoinReply(Join(instance: leaderInstance, protocols: protocols)).MemberId;
        var second = Join(instance: followerInstance, protocols: protocols);
        var first = Join(leader, leaderInstance, protocols);
        var follower = JoinReply(second).MemberId;
        var generation = JoinReply(first).Generation;
        Sync(follower, generation, followerInstance);
        Sync(leader, generation, leaderInstance, assignments: [(leader, "p0"), (follower, "p1")]);
        Assert.Equal(GroupState.Stable, State);
        return (leader, follower, generation);
    }

    /// <summary>One member, stable, in generation 1.</summary>
    public string StableSingle(string? instance = null, string type = "consumer", string topics = "t")
    {
        var member = JoinReply(Join(instance: instance, type: type, topics: topics)).MemberId;
        Sync(member, 1, instance, assignments: [(member, "all")]);
        return member;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private Guid NextId() => new(++_ids, 0, 0, new byte[8]);

    private void Absorb()
    {
        _journal.Write(_effects.Events.Span);
        foreach (var reply in _effects.Replies)
            Assert.True(_replies.TryAdd(reply.Token, reply), $"request {reply.Token} was answered twice");
        _effects.Clear();
    }
}
