namespace Weir.Simulation.Brokers;

/// <summary>
/// A group whose members come, go and fall silent, and the offsets that they commit. A generation that anybody got an
/// assignment of is there for good: no older one commits, and the group never goes back before it.
/// </summary>
internal sealed class TeamModel
{
    public const string Group = "team";
    public const int SessionMs = 6_000;
    public const int RebalanceMs = 3_000;
    public const int Partitions = StreamModel.Partitions;

    public TeamMember[] Members { get; } = [.. Enumerable.Range(0, 3).Select(static i => new TeamMember(i))];

    /// <summary>The last generation that a member got its assignment of.</summary>
    public int Completed { get; private set; } = -1;

    /// <summary>The assignments of each generation by member id, as its leader decided last.</summary>
    public Dictionary<int, Dictionary<string, byte[]>> Plans { get; } = [];

    /// <summary>The last commit that was acknowledged; -1 before the first.</summary>
    public long[] Committed { get; } = [.. Enumerable.Repeat(-1L, Partitions)];

    /// <summary>A commit whose outcome is not known; -1 for none.</summary>
    public long[] Committing { get; } = [.. Enumerable.Repeat(-1L, Partitions)];

    /// <summary>How often anybody asked to come or go.</summary>
    public int Moves { get; set; }

    /// <summary><see cref="Moves"/> when the last generation was complete; -1 if there were some meanwhile.</summary>
    public int SettledAt { get; private set; } = -1;

    /// <summary>Members that must still be in the group after a restart, whatever ended the process.</summary>
    public List<TeamMember> MustRemain { get; } = [];

    /// <param name="member">Who joined.</param>
    /// <param name="completedBefore">What <see cref="Completed"/> was when it asked.</param>
    /// <param name="plan">What it decided as the leader; null for a member that follows.</param>
    public void OnJoined(TeamMember member, int completedBefore, Dictionary<string, byte[]>? plan)
    {
        if (member.Generation < completedBefore)
            throw new HistoryException($"{member} joined after {completedBefore} was complete");
        if (plan is null) return;
        if (member.Generation == completedBefore)
            throw new HistoryException($"{member} leads it again, and it is complete");
        member.Plan = Plans[member.Generation] = plan;
    }

    public void OnSynced(TeamMember member, int completedBefore, int movesBefore, ReadOnlySpan<byte> assignment)
    {
        if (member.Generation < completedBefore)
            throw new HistoryException($"{member} got an assignment after that of {completedBefore}");
        byte[] planned = Plans[member.Generation].GetValueOrDefault(member.Id, []);
        if (!assignment.SequenceEqual(planned)) throw new HistoryException($"{member} got another's assignment");
        member.HasSynced = true;
        if (member.Generation > Completed) SettledAt = movesBefore == Moves ? Moves : -1;
        Completed = Math.Max(Completed, member.Generation);
    }

    /// <summary>A request of a generation was accepted, after another was complete.</summary>
    public static void OnAccepted(string who, int generation, int completedBefore)
    {
        if (generation < completedBefore)
            throw new HistoryException($"{who} of generation {generation} was heard after {completedBefore}");
    }

    /// <summary>A life is over: what was under way has no answer.</summary>
    public void BeginLife(long nowMs)
    {
        MustRemain.Clear();
        if (SettledAt == Moves && Plans.TryGetValue(Completed, out Dictionary<string, byte[]>? plan))
        {
            TeamMember[] whole = [.. Members.Where(m => !m.IsBusy && m.HasSynced && m.Generation == Completed)];
            bool isWhole = plan.Keys.All(id => whole.Any(m => m.Id == id && nowMs - m.HeardMs < SessionMs));
            if (isWhole) MustRemain.AddRange(whole);
        }

        foreach (TeamMember member in Members) member.IsBusy = false;
    }

    /// <summary>What the broker has of a partition; -1 for nothing.</summary>
    public void CheckOffset(int partition, long offset)
    {
        if (offset != Committed[partition] && (offset != Committing[partition] || offset < 0))
        {
            throw new HistoryException(
                $"{Group} is at {offset} of partition {partition}, not at {Committed[partition]}");
        }

        Committed[partition] = offset;
        Committing[partition] = -1;
    }
}
