namespace Weir.Amqp.Wire;

/// <summary>The properties of class basic in wire order (specification 1.8), from flag bit 15 downwards.</summary>
internal enum BasicProperty : byte
{
    ContentType = 0,
    ContentEncoding = 1,
    Headers = 2,
    DeliveryMode = 3,
    Priority = 4,
    CorrelationId = 5,
    ReplyTo = 6,
    Expiration = 7,
    MessageId = 8,
    Timestamp = 9,
    Type = 10,
    UserId = 11,
    AppId = 12,
    ClusterId = 13,
}
