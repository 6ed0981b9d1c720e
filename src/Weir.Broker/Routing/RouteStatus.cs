namespace Weir.Broker.Routing;

/// <summary>What became of a message's route.</summary>
public enum RouteStatus
{
    Routed,

    /// <summary>The exchange exists and nothing wants the message.</summary>
    Unroutable,
    ExchangeUnknown,

    /// <summary>The exchange is internal: clients may not publish to it.</summary>
    ExchangeInternal,
}
