namespace Weir.Broker.Security;

/// <summary>What became of a change of users; <paramref name="Reason"/> is one sentence when it was refused.</summary>
public readonly record struct UserOutcome(UserError Error, string? Reason)
{
    public static UserOutcome Done => default;

    public bool IsDone => Error == UserError.None;
}
