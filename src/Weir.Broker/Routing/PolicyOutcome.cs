namespace Weir.Broker.Routing;

/// <summary>What became of a change of policies; <paramref name="Reason"/> is one sentence when it was refused.</summary>
public readonly record struct PolicyOutcome(PolicyError Error, string? Reason)
{
    internal static readonly PolicyOutcome Done = new(PolicyError.None, null);
}
