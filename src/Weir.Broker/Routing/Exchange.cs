using System.Text;

namespace Weir.Broker.Routing;

/// <summary>
/// A live exchange: what was declared and the bindings from it. Changed under the registry's lock; read by routing
/// without one.
/// </summary>
public sealed class Exchange
{
    private byte[]? _alternate;

    internal Exchange(ExchangeDefinition definition, int number)
    {
        Definition = definition;
        Number = number;
        RoutingType = RoutingTypeOf(definition);
        Matcher = Matcher.Of(RoutingType);
        if (Matcher is HashMatcher hash) hash.Configure(definition.Arguments);
        Entry = new ExchangeEntry(this, Encoding.UTF8.GetBytes(definition.Name));
    }

    public ExchangeDefinition Definition { get; }

    public string Namespace => Definition.Namespace;

    public string Name => Definition.Name;

    public ReadOnlySpan<byte> NameUtf8 => Entry.Key;

    public ExchangeType Type => Definition.Type;

    /// <summary>The type, or for a delayed exchange the one behind it.</summary>
    public ExchangeType RoutingType { get; }

    public bool IsDefault => Name.Length == 0;

    public bool IsDeleted { get; internal set; }

    /// <summary>Where messages go that match no binding, by argument or policy; null if nowhere.</summary>
    public string? AlternateExchange { get; private set; }

    /// <summary>Unique among the exchanges of all namespaces, small, and used again.</summary>
    internal int Number { get; }

    internal Matcher Matcher { get; }

    internal ExchangeEntry Entry { get; }

    /// <summary>The alternate exchange's name in UTF-8.</summary>
    internal byte[]? AlternateName => Volatile.Read(ref _alternate);

    /// <summary>Bindings from it.</summary>
    internal HashSet<Binding> Bindings { get; } = [];

    internal void SetAlternate(string? name)
    {
        AlternateExchange = name;
        Volatile.Write(ref _alternate, name is null ? null : Encoding.UTF8.GetBytes(name));
    }

    private static ExchangeType RoutingTypeOf(ExchangeDefinition definition)
    {
        if (definition.Type != ExchangeType.Delayed) return definition.Type;
        string name = definition.Arguments.Get(ExchangeDefinition.DelayedTypeArgument)?.ToString() ?? "";
        return ExchangeTypeNames.TryParse(name, out ExchangeType type) && type != ExchangeType.Delayed
            ? type
            : throw new ArgumentException($"a delayed exchange cannot route as '{name}'", nameof(definition));
    }
}
