namespace Weir.Broker.Groups.Events;

/// <summary>
/// The body of <see cref="GenerationStored"/> behind the group id:
/// <code>
/// number i32 | protocol type str? | protocol name str? | leader str? | since ms i64 | members i32, each:
///   id str | instance str? | client id str | host str | session ms i32 | rebalance ms i32
///   protocols i32, each: name str | metadata bytes
///   assignment bytes
/// </code>
/// </summary>
internal static class GenerationCodec
{
    // Five lengths or counts, two timeouts, the assignment's length.
    private const int MemberBytesMin = 8 * sizeof(int);
    private const int ProtocolBytesMin = 2 * sizeof(int);

    public static void Write(EventWriter writer, GroupGeneration generation)
    {
        writer.Int32(generation.Number);
        writer.String(generation.ProtocolType);
        writer.String(generation.ProtocolName);
        writer.String(generation.LeaderId);
        writer.Int64(generation.SinceMs);
        writer.Int32(generation.Members.Length);
        foreach (var member in generation.Members)
            WriteMember(writer, member);
    }

    public static GroupGeneration Read(ref EventReader reader)
    {
        var number = reader.Int32();
        var protocolType = reader.NullableString();
        var protocolName = reader.NullableString();
        var leaderId = reader.NullableString();
        var sinceMs = reader.Int64();
        var members = new StoredMember[reader.Count(MemberBytesMin)];
        for (var i = 0; i < members.Length; i++)
            members[i] = ReadMember(ref reader);
        var generation = new GroupGeneration(number, protocolType, protocolName, leaderId, sinceMs, members);
        Check(reader, generation);
        return generation;
    }

    private static void WriteMember(EventWriter writer, StoredMember member)
    {
        writer.String(member.Id);
        writer.String(member.InstanceId);
        writer.String(member.ClientId);
        writer.String(member.ClientHost);
        writer.Int32(member.SessionTimeoutMs);
        writer.Int32(member.RebalanceTimeoutMs);
        writer.Int32(member.Protocols.Length);
        foreach (var protocol in member.Protocols)
        {
            writer.String(protocol.Name);
            writer.Bytes(protocol.Metadata.Span);
        }

        writer.Bytes(member.Assignment.Span);
    }

    private static StoredMember ReadMember(ref EventReader reader)
    {
        var id = reader.String();
        var instanceId = reader.NullableString();
        var clientId = reader.String();
        var clientHost = reader.String();
        var sessionTimeoutMs = reader.Int32();
        var rebalanceTimeoutMs = reader.Int32();
        var protocols = new GroupProtocol[reader.Count(ProtocolBytesMin)];
        for (var i = 0; i < protocols.Length; i++)
            protocols[i] = new GroupProtocol(reader.String(), reader.Bytes());
        return new StoredMember(
            id, instanceId, clientId, clientHost, sessionTimeoutMs, rebalanceTimeoutMs, protocols, reader.Bytes());
    }

    // What the state machine takes for granted when it goes on with a loaded generation.
    private static void Check(EventReader reader, GroupGeneration generation)
    {
        if (generation.Number < 0)
            throw reader.Damaged($"generation {generation.Number} is negative");
        var members = generation.Members;
        if (members.Length == 0)
            return;
        if (generation.ProtocolType is null || generation.ProtocolName is not { } protocolName)
            throw reader.Damaged("a generation with members has no protocol");
        if (members.DistinctBy(m => m.Id).Count() != members.Length)
            throw reader.Damaged("a member id is there twice");
        var instances = members.Where(m => m.InstanceId is not null).Select(m => m.InstanceId).ToList();
        if (instances.Distinct().Count() != instances.Count)
            throw reader.Damaged("an instance id is there twice");
        if (!members.Any(m => m.Id == generation.LeaderId))
            throw reader.Damaged("the leader is not a member");
        if (members.Any(m => m.SessionTimeoutMs < 0 || m.RebalanceTimeoutMs < 0))
            throw reader.Damaged("a timeout is negative");
        if (members.Any(m => m.Protocols.DistinctBy(p => p.Name).Count() != m.Protocols.Length))
            throw reader.Damaged("a protocol is there twice");
        if (!members.All(m => m.Protocols.Any(p => p.Name == protocolName)))
            throw reader.Damaged("a member does not support the group's protocol");
    }
}
