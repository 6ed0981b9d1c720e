namespace Weir.Broker.Groups;

/// <summary>One call into the state machine: the time it happens at and where its effects go.</summary>
internal readonly record struct GroupTurn(GroupTime Time, GroupEffects Effects)
{
    /// <summary>For deadlines; see <see cref="GroupTime"/>.</summary>
    public long NowMs => Time.SteadyMs;

    /// <summary>For what is stored.</summary>
    public long WallMs => Time.WallMs;
}
