namespace Weir.Broker.Groups;

/// <summary>A client asks to be in the next generation. The coordinator copies the bytes it keeps.</summary>
public sealed record JoinRequest
{
    public required string GroupId { get; init; }

    /// <summary>Empty for a client that has none yet.</summary>
    public string MemberId { get; init; } = "";

    /// <summary>Makes the member static: its place outlives its restarts.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Shown in descriptions; begins the member ids that are handed out.</summary>
    public string ClientId { get; init; } = "";

    public string ClientHost { get; init; } = "";

    public required int SessionTimeoutMs { get; init; }

    /// <summary>
    /// How long others wait for this member in a round. Protocols without one give the session timeout.
    /// </summary>
    public required int RebalanceTimeoutMs { get; init; }

    public required string ProtocolType { get; init; }

    /// <summary>In order of preference.</summary>
    public required IReadOnlyList<GroupProtocol> Protocols { get; init; }

    /// <summary>
    /// A dynamic client without id is given one and must come back with it (Kafka JoinGroup 4 and later).
    /// </summary>
    public bool RequireMemberId { get; init; }

    /// <summary>The client knows <see cref="JoinReply.SkipAssignment"/> (Kafka JoinGroup 9 and later).</summary>
    public bool CanSkipAssignment { get; init; }
}
