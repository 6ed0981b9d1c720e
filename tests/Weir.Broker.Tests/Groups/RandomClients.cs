using Weir.Broker.Groups;

namespace Weir.Broker.Tests.Groups;

/// <summary>
/// Clients that do anything at any time, mostly sensible: what they send follows what they were told, or is out of
/// date. All choices come from the seed.
/// </summary>
internal sealed class RandomClients(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Client[] _clients = [.. Enumerable.Range(0, 6).Select(i => new Client(i < 2 ? $"i{i}" : null))];

    public void Run(GroupHarness group, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            var client = _clients[_random.Next(_clients.Length)];
            Listen(group, client);
            Act(group, client);
        }
    }

    /// <summary>After a restart of the broker nobody is answered any more.</summary>
    public void Disconnect()
    {
        foreach (var client in _clients)
        {
            client.JoinToken = client.SyncToken = null;
            client.IsPlaced = false;
        }
    }

    private static void Listen(GroupHarness group, Client client)
    {
        if (client.JoinToken is { } join && !group.IsParked(join))
        {
            client.JoinToken = null;
            client.Place = group.JoinReply(join);
            client.IsPlaced = client.Place.Error == GroupError.None;
            client.IsSynced = false;
            if (client.Place.Error is GroupError.None or GroupError.MemberIdRequired)
                client.MemberId = client.Place.MemberId;
            else if (client.Place.Error is GroupError.UnknownMember or GroupError.FencedInstance)
                client.MemberId = "";
        }

        if (client.SyncToken is { } sync && !group.IsParked(sync))
        {
            client.SyncToken = null;
            client.IsSynced = group.SyncReply(sync).Error == GroupError.None;
            client.IsPlaced = client.IsSynced;
        }
    }

    private void Act(GroupHarness group, Client client)
    {
        var isSensible = _random.Next(4) != 0;
        if (!isSensible)
            DoAnything(group, client);
        else if (client.JoinToken is not null || client.SyncToken is not null)
            group.Advance(_random.Next(200));
        else if (!client.IsPlaced)
            Join(group, client, client.MemberId);
        else if (!client.IsSynced)
            Sync(group, client);
        else if (_random.Next(3) == 0)
            Commit(group, client, client.Place!.Generation);
        else if (group.Heartbeat(client.MemberId, client.Place!.Generation, client.Instance) != GroupError.None)
            client.IsPlaced = false;
    }

    private void DoAnything(GroupHarness group, Client client)
    {
        switch (_random.Next(10))
        {
            case < 2:
                Join(group, client, _random.Next(8) == 0 ? "" : client.MemberId);
                break;
            case < 4:
                Sync(group, client);
                break;
            case 4:
                group.Heartbeat(client.MemberId, _random.Next(5), client.Instance);
                break;
            case 5:
                group.Leave(new LeavingMember(client.MemberId, client.Instance));
                break;
            case 6:
                Commit(group, client, (client.Place?.Generation ?? 0) - _random.Next(2));
                break;
            case 7:
                group.Advance(_random.Next(9_000));
                break;
            default:
                Administer(group);
                break;
        }
    }

    private void Join(GroupHarness group, Client client, string memberId)
    {
        var protocols = _random.Next(6) == 0 ? "sticky,range" : "range,sticky";
        client.JoinToken = group.Join(
            memberId, client.Instance, protocols, $"t{_random.Next(3)}", twoStep: _random.Next(2) == 0,
            skip: _random.Next(2) == 0, rebalanceMs: _random.Next(4) * 10_000);
    }

    private void Sync(GroupHarness group, Client client)
    {
        var everybody = client.Place?.Members.Select(m => (m.MemberId, $"p{_random.Next(9)}")).ToArray() ?? [];
        var generation = client.Place?.Generation ?? 0;
        client.SyncToken = group.Sync(client.MemberId, generation, client.Instance, assignments: everybody);
    }

    private void Commit(GroupHarness group, Client client, int generation) => group.Commit(
        _random.Next(100), client.MemberId, generation, client.Instance, $"t{_random.Next(3)}", _random.Next(4),
        group: _random.Next(9) == 0 ? "other" : GroupHarness.Group);

    private void Administer(GroupHarness group)
    {
        switch (_random.Next(12))
        {
            case 0:
                group.DeleteGroup(_random.Next(2) == 0 ? "other" : GroupHarness.Group);
                break;
            case 1:
                group.RemoveTopic($"t{_random.Next(3)}");
                break;
            case 2:
                group.DeleteOffsets(new OffsetKey($"t{_random.Next(3)}", _random.Next(4)));
                break;
            case 3:
                group.Advance(8L * 24 * 60 * 60 * 1000);
                break;
            case 4:
                group.Commit(_random.Next(100), group: "other", partition: _random.Next(4));
                break;
            default:
                group.Advance(_random.Next(100));
                break;
        }
    }

    private sealed class Client(string? instance)
    {
        public string? Instance { get; } = instance;

        public string MemberId { get; set; } = "";

        public JoinReply? Place { get; set; }

        public bool IsPlaced { get; set; }

        public bool IsSynced { get; set; }

        public int? JoinToken { get; set; }

        public int? SyncToken { get; set; }
    }
}
