using Weir.Broker.Groups;

namespace Weir.Simulation.Brokers;

/// <summary>
/// What the members of a group do: join, get their assignments, say that they are there, commit, leave, or nothing for
/// too long. Requests are under way beside everything else, since a join waits for the others.
/// </summary>
internal sealed class Teaming(BrokerLife life, BrokerModel model, Random random, List<string> trace)
{
    private readonly List<(string Id, int Generation)> _left = [];

    private TeamModel Team => model.Team;

    private GroupService Groups => life.Broker.Groups;

    /// <summary>After a start: who was in a complete generation still is, for a whole session.</summary>
    public async Task BeginAsync()
    {
        foreach (TeamMember member in Team.MustRemain)
        {
            GroupError heard = await Groups.HeartbeatAsync(TeamModel.Group, member.Id, null, member.Generation);
            if (heard != GroupError.None)
                throw new HistoryException($"{member} was forgotten over the restart: {heard}");
            member.HeardMs = model.Time.NowMs;
        }
    }

    public Task StepAsync()
    {
        TeamMember member = Team.Members[random.Next(Team.Members.Length)];
        int what = random.Next(10);
        if (what == 0) life.Start(CommitAsFormerAsync(member));
        else if (!member.IsBusy) life.Start(RequestAsync(member, what));
        return Task.CompletedTask;
    }

    /// <summary>At rest, or after a start.</summary>
    public void Check()
    {
        for (int p = 0; p < TeamModel.Partitions; p++)
        {
            bool isThere = Groups.TryGetOffset(
                TeamModel.Group, new OffsetKey(StreamModel.Name, p), out CommittedOffset found);
            Team.CheckOffset(p, isThere ? found.Offset : -1);
        }
    }

    /// <summary>Whatever happened before, a new member gets its part and commits.</summary>
    public async Task EndAsync(Func<Task> restAsync)
    {
        foreach (TeamMember old in Team.Members) old.IsBusy = true;
        var last = new TeamMember(Team.Members.Length);
        for (int turn = 0; turn < 20 && !last.HasSynced; turn++)
        {
            if (!last.IsBusy) life.Start(RequestAsync(last, 1));
            await restAsync();
        }

        if (!last.HasSynced) throw new HistoryException("the last member never got an assignment");
        long before = Team.Committed.Sum();
        await CommitAsync(last, last.Id, last.Generation);
        if (Team.Committed.Sum() <= before) throw new HistoryException($"{last} could not commit");
    }

    private async Task RequestAsync(TeamMember member, int what)
    {
        member.IsBusy = true;
        member.HeardMs = model.Time.NowMs;
        if (member.Id.Length == 0 || member.Generation < 0) await JoinAsync(member);
        else if (!member.HasSynced) await SyncAsync(member);
        else if (what <= 4) await CommitAsync(member, member.Id, member.Generation);
        else if (what <= 7) await HeartbeatAsync(member);
        else if (what == 8) await LeaveAsync(member);
        else await JoinAsync(member);
        member.IsBusy = false;
    }

    private async Task JoinAsync(TeamMember member)
    {
        Team.Moves++;
        int completed = Team.Completed;
        trace.Add($"{member} joins");
        JoinReply reply = await Groups.JoinAsync(new JoinRequest
        {
            GroupId = TeamModel.Group,
            MemberId = member.Id,
            ClientId = $"m{member.Number}",
            SessionTimeoutMs = TeamModel.SessionMs,
            RebalanceTimeoutMs = TeamModel.RebalanceMs,
            ProtocolType = "consumer",
            Protocols = [new GroupProtocol("range", new byte[] { (byte)member.Number })],
            RequireMemberId = random.Next(2) == 0,
        });
        trace.Add($"{member}: {reply.Error}, generation {reply.Generation}");
        if (reply.Error != GroupError.None)
        {
            member.Become(reply.Error == GroupError.UnknownMember ? "" : reply.MemberId, -1);
            if (reply.Error is not (GroupError.UnknownMember or GroupError.MemberIdRequired
                or GroupError.RebalanceInProgress))
                throw new HistoryException($"{member} may not join: {reply.Error}");
            return;
        }

        member.Become(reply.MemberId, reply.Generation);
        Team.OnJoined(member, completed, reply.Members.Count == 0 ? null : Plan(reply));
    }

    private async Task SyncAsync(TeamMember member)
    {
        (int completed, int moves) = (Team.Completed, Team.Moves);
        SyncReply reply = await Groups.SyncAsync(new SyncRequest
        {
            GroupId = TeamModel.Group,
            MemberId = member.Id,
            Generation = member.Generation,
            Assignments = member.Plan is null ? []
                : [.. member.Plan.Select(static p => new MemberAssignment(p.Key, p.Value))],
        });
        trace.Add($"{member} asks for its assignment: {reply.Error}");
        if (reply.Error == GroupError.None) Team.OnSynced(member, completed, moves, reply.Assignment.Span);
        Hear(member, reply.Error);
    }

    private async Task HeartbeatAsync(TeamMember member)
    {
        int completed = Team.Completed;
        GroupError error = await Groups.HeartbeatAsync(TeamModel.Group, member.Id, null, member.Generation);
        trace.Add($"{member} says that it is there: {error}");
        if (error == GroupError.None) TeamModel.OnAccepted("a heartbeat", member.Generation, completed);
        Hear(member, error);
    }

    private async Task LeaveAsync(TeamMember member)
    {
        Team.Moves++;
        LeaveReply reply = await Groups.LeaveAsync(TeamModel.Group, [new LeavingMember(member.Id)]);
        trace.Add($"{member} leaves: {reply.Error}");
        if (reply.Error == GroupError.None && reply.Members[0] == GroupError.None)
            _left.Add((member.Id, member.Generation));
        member.Become("", -1);
    }

    /// <summary>A client that is slow to notice that it is not who it was.</summary>
    private async Task CommitAsFormerAsync(TeamMember member)
    {
        if (member.Past.Count == 0) return;
        (string id, int generation) = member.Past[random.Next(member.Past.Count)];
        trace.Add($"{member} commits as of generation {generation}");
        await CommitAsync(null, id, generation);
    }

    private async Task CommitAsync(TeamMember? member, string id, int generation)
    {
        int partition = random.Next(TeamModel.Partitions);
        if (Team.Committing[partition] >= 0) return;
        (int completed, bool hasLeft) = (Team.Completed, _left.Contains((id, generation)));
        long offset = Team.Committed[partition] + 1 + random.Next(100);
        Team.Committing[partition] = offset;
        OffsetsReply reply = await Groups.CommitAsync(new CommitRequest
        {
            GroupId = TeamModel.Group,
            MemberId = id,
            Generation = generation,
            Offsets = [new OffsetToCommit(StreamModel.Name, partition, offset)],
        });
        trace.Add($"commit {offset} of partition {partition} in generation {generation}: {reply.Error}");
        Team.Committing[partition] = -1;
        if (member is not null) Hear(member, reply.Error);
        if (reply.Error != GroupError.None) return;
        TeamModel.OnAccepted("a commit", generation, completed);
        if (hasLeft) throw new HistoryException("a member that has left has committed");
        Team.Committed[partition] = offset;
    }

    private static void Hear(TeamMember member, GroupError error)
    {
        if (error == GroupError.None) return;
        if (error is not (GroupError.UnknownMember or GroupError.IllegalGeneration or GroupError.RebalanceInProgress
            or GroupError.GroupNotFound))
            throw new HistoryException($"{member}: {error}");
        bool isGone = error is GroupError.UnknownMember or GroupError.GroupNotFound;
        member.Become(isGone ? "" : member.Id, -1);
    }

    private static Dictionary<string, byte[]> Plan(JoinReply reply)
    {
        var plan = new Dictionary<string, byte[]>();
        for (int i = 0; i < reply.Members.Count; i++)
        {
            IEnumerable<int> own = Enumerable.Range(0, TeamModel.Partitions).Where(p => p % reply.Members.Count == i);
            plan[reply.Members[i].MemberId] = [(byte)reply.Generation, .. own.Select(static p => (byte)p)];
        }

        return plan;
    }
}
