namespace Weir.Broker.Groups;

/// <summary>One call into the state machine: the time it happens at and where its effects go.</summary>
internal readonly record struct GroupTurn(long NowMs, GroupEffects Effects);
