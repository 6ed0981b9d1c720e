namespace Weir.Simulation.Brokers;

/// <summary>A client that takes part in a group. It outlives the broker and goes on with what it knows.</summary>
internal sealed class TeamMember(int number)
{
    public int Number { get; } = number;

    /// <summary>A request is under way.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Empty without a place in the group.</summary>
    public string Id { get; set; } = "";

    /// <summary>The generation that it joined last; -1 for none.</summary>
    public int Generation { get; set; } = -1;

    /// <summary>It has its assignment of that generation.</summary>
    public bool HasSynced { get; set; }

    /// <summary>What it decided as the leader of its generation; null for a member that follows.</summary>
    public Dictionary<string, byte[]>? Plan { get; set; }

    /// <summary>When the broker heard of it last.</summary>
    public long HeardMs { get; set; }

    /// <summary>Who it was before, and in which generation.</summary>
    public List<(string Id, int Generation)> Past { get; } = [];

    /// <summary>It goes on as somebody else, or in another generation.</summary>
    public void Become(string id, int generation)
    {
        if (Id.Length > 0 && Generation >= 0 && (id != Id || generation != Generation)) Past.Add((Id, Generation));
        (Id, Generation, HasSynced) = (id, generation, false);
        Plan = null;
    }

    public override string ToString() => $"member {Number} of generation {Generation}";
}
