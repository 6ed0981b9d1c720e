namespace Weir.Abuse.Abuses;

/// <summary>
/// One way to break the rules. It gives a short account, or throws when the broker does not refuse as its protocol
/// says.
/// </summary>
internal interface IAbuse
{
    string Name { get; }

    string Run(AbuseContext context);
}
