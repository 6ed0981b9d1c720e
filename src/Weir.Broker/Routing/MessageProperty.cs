namespace Weir.Broker.Routing;

/// <summary>Message properties that an exchange may route by.</summary>
public enum MessageProperty
{
    MessageId,
    CorrelationId,
    Timestamp,
}
