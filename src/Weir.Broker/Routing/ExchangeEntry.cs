namespace Weir.Broker.Routing;

/// <summary>An exchange in the table of names.</summary>
internal sealed class ExchangeEntry(Exchange exchange, byte[] name) : KeyedEntry(name)
{
    public Exchange Exchange { get; } = exchange;
}
