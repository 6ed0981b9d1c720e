namespace Weir.Abuse.Overloads;

/// <summary>
/// One kind of too much. It gives a short account, or throws when the broker answers otherwise than promised.
/// </summary>
internal interface IOverload
{
    string Name { get; }

    string Run(TargetBroker broker, TimeSpan hold);
}
