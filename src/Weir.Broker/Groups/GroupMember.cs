namespace Weir.Broker.Groups;

/// <summary>
/// A live member. Volatile: built from requests, or from the stored generation after a restart. What it is counted for
/// (votes, parked joins, bytes, deadlines) is kept by <see cref="Membership"/>, which alone changes those fields.
/// </summary>
internal sealed class GroupMember(string id, string? instanceId, string clientId, string clientHost)
{
    public string Id { get; } = id;

    public string? InstanceId { get; } = instanceId;

    public string ClientId { get; } = clientId;

    public string ClientHost { get; } = clientHost;

    public bool IsStatic => InstanceId is not null;

    public int SessionTimeoutMs { get; set; }

    public int RebalanceTimeoutMs { get; set; }

    public GroupProtocol[] Protocols { get; set; } = [];

    public ReadOnlyMemory<byte> Assignment { get; set; }

    /// <summary>When the session ends unless something is heard before.</summary>
    public long DeadlineMs { get; set; } = Alarm.Never;

    /// <summary>Has not been in a generation yet, so it cannot heartbeat while its join is parked.</summary>
    public bool IsNew { get; set; }

    /// <summary>The parked join, if any.</summary>
    public object? JoinToken { get; set; }

    /// <summary>The parked sync, if any.</summary>
    public object? SyncToken { get; set; }

    /// <summary>Was told of the generation and has not asked for its assignment yet.</summary>
    public bool OwesSync { get; set; }

    public long SizeBytes =>
        ProtocolBytes(Protocols) + Assignment.Length +
        2L * (Id.Length + (InstanceId?.Length ?? 0) + ClientId.Length + ClientHost.Length);

    public bool Supports(GroupProtocol[] protocols)
    {
        if (protocols.Length != Protocols.Length)
            return false;
        for (var i = 0; i < protocols.Length; i++)
        {
            var same = protocols[i].Name == Protocols[i].Name
                && protocols[i].Metadata.Span.SequenceEqual(Protocols[i].Metadata.Span);
            if (!same)
                return false;
        }

        return true;
    }

    public ReadOnlyMemory<byte> MetadataFor(string? protocolName)
    {
        foreach (var protocol in Protocols)
        {
            if (protocol.Name == protocolName)
                return protocol.Metadata;
        }

        return default;
    }

    public StoredMember ToStored() => new(
        Id, InstanceId, ClientId, ClientHost, SessionTimeoutMs, RebalanceTimeoutMs, Protocols, Assignment);

    public static GroupMember FromStored(StoredMember stored) =>
        new(stored.Id, stored.InstanceId, stored.ClientId, stored.ClientHost)
        {
            SessionTimeoutMs = stored.SessionTimeoutMs,
            RebalanceTimeoutMs = stored.RebalanceTimeoutMs,
            Protocols = stored.Protocols,
            Assignment = stored.Assignment,
        };

    public static long ProtocolBytes(GroupProtocol[] protocols)
    {
        var bytes = 0L;
        foreach (var protocol in protocols)
            bytes += 2L * protocol.Name.Length + protocol.Metadata.Length;
        return bytes;
    }
}
