namespace Weir.Broker.Namespaces;

/// <summary>What became of an operation on a namespace; <paramref name="Reason"/> says what was wrong.</summary>
public readonly record struct NamespaceOutcome(NamespaceError Error, string? Reason)
{
    public static NamespaceOutcome Done => default;

    public bool IsDone => Error == NamespaceError.None;
}
