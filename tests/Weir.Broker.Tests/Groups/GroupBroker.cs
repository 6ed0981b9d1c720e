using Weir.Broker.Groups;
using Weir.Storage.Memory;
using Weir.Testing.Time;

namespace Weir.Broker.Tests.Groups;

/// <summary>
/// A group in a broker on the memory engine, with the timer that the broker has for it, in a time that a test moves.
/// </summary>
internal sealed class GroupBroker : IAsyncDisposable
{
    public const string Group = "orders";

    private readonly MemoryEngine _engine = new();
    private MessageBroker _broker = null!;

    private GroupBroker()
    {
    }

    public ManualTime Time { get; } = new();

    public GroupState State => _broker.Groups.Describe(Group).State;

    public static async Task<GroupBroker> StartAsync()
    {
        var groups = new GroupBroker();
        groups._broker = await MessageBroker.OpenAsync(groups._engine, new BrokerOptions(), groups.Time, default);
        return groups;
    }

    public Task<JoinReply> JoinAsync() => _broker.Groups.JoinAsync(new JoinRequest
    {
        GroupId = Group,
        SessionTimeoutMs = 10_000,
        RebalanceTimeoutMs = 300_000,
        ProtocolType = "consumer",
        Protocols = [new GroupProtocol("range", new byte[] { 1 })],
    }).AsTask();

    /// <summary>The only member, in generation 1, with its part.</summary>
    public async Task<string> StableMemberAsync()
    {
        JoinReply joined = await JoinAsync();
        Assert.Equal((GroupError.None, 1), (joined.Error, joined.Generation));
        SyncReply synced = await _broker.Groups.SyncAsync(new SyncRequest
        {
            GroupId = Group,
            MemberId = joined.MemberId,
            Generation = 1,
            Assignments = [new MemberAssignment(joined.MemberId, new byte[] { 1 })],
        });
        Assert.Equal(GroupError.None, synced.Error);
        return joined.MemberId;
    }

    /// <summary>In generation 1.</summary>
    public async Task<GroupError> HeartbeatAsync(string member) =>
        await _broker.Groups.HeartbeatAsync(Group, member, null, 1);

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _engine.DisposeAsync();
    }
}
