namespace Weir.Amqp;

/// <summary>Limits and defaults of the AMQP listeners.</summary>
public sealed record AmqpOptions
{
    /// <summary>
    /// Clients choose behaviour by the broker's product and version (some use per-channel prefetch only with this
    /// one), so the server says it is compatible with RabbitMQ; it always says as well what it is.
    /// </summary>
    public bool PresentsAsRabbitMq { get; init; } = true;

    /// <summary>Channels of one connection.</summary>
    public int ChannelsMax { get; init; } = 2047;

    /// <summary>Largest frame, bytes, both ways.</summary>
    public int FrameBytesMax { get; init; } = 131_072;

    /// <summary>The interval that is offered; the client may choose less, or none.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Largest body of a message, bytes.</summary>
    public int MessageBytesMax { get; init; } = 128 << 20;

    /// <summary>Bytes that may wait for a slow client before it gets no more deliveries.</summary>
    public int UnsentBytesMax { get; init; } = 1 << 20;

    /// <summary>Bytes that may wait for a slow client before direct replies to it are dropped.</summary>
    public int UnsentReplyBytesMax { get; init; } = 16 << 20;

    /// <summary>Socket reads of one connection whose publishes may wait for their commit.</summary>
    public int UnconfirmedReadsMax { get; init; } = 4096;

    /// <summary>How long a connection may take to open.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
