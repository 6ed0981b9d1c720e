using System.Collections.Immutable;

namespace Weir.Broker.Security;

/// <summary>
/// Who may log in, and what they may do. Never changes: a change of a user makes another of these. Without verifiers it
/// cannot log in.
/// </summary>
public sealed record User(
    string Name,
    ImmutableArray<string> Tags,
    ImmutableArray<ScramVerifier> Verifiers,
    ImmutableSortedDictionary<string, PermissionPatterns> Permissions)
{
    private volatile byte[]? _proof;

    public bool IsAdministrator => Tags.Contains(UserTags.Administrator);

    /// <summary>
    /// A keyed hash of the password that was last shown to be right, so that the next login with it is quick; in memory
    /// only, and gone with any change of the user.
    /// </summary>
    internal byte[]? Proof
    {
        get => _proof;
        set => _proof = value;
    }

    public ScramVerifier? VerifierFor(ScramMechanism mechanism) =>
        Verifiers.FirstOrDefault(v => v.Mechanism == mechanism);

    /// <summary>Nothing of it is secret.</summary>
    public override string ToString() => $"user '{Name}'";
}
