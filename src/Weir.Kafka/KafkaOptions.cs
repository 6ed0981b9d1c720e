namespace Weir.Kafka;

/// <summary>Limits and defaults of the Kafka listeners.</summary>
public sealed record KafkaOptions
{
    /// <summary>Host and port that metadata gives to clients; null: the address the client came in by.</summary>
    public (string Host, int Port)? Advertised { get; init; }

    /// <summary>The same for clients that came in by TLS.</summary>
    public (string Host, int Port)? TlsAdvertised { get; init; }

    /// <summary>Whether metadata and produce requests for unknown topics create them.</summary>
    public bool AutoCreateTopics { get; init; } = true;

    /// <summary>Partitions of a topic that is created without a count.</summary>
    public int DefaultPartitions { get; init; } = 1;

    /// <summary>Largest request, bytes.</summary>
    public int RequestBytesMax { get; init; } = 100 << 20;

    /// <summary>Most bytes of records in one fetch response, whatever the client asks for.</summary>
    public int FetchBytesMax { get; init; } = 55 << 20;

    /// <summary>
    /// Produce requests of one connection that may wait for their commit; more stops reading from it.
    /// </summary>
    public int UnacknowledgedRequestsMax { get; init; } = 4096;

    /// <summary>Connections open at the same time; further ones are closed at once.</summary>
    public int ConnectionsMax { get; init; } = 20_000;

    /// <summary>A connection that sends nothing for this long is closed.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The id of the one node that clients see.</summary>
    public int NodeId { get; init; } = 1;
}
