// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class JoinGroupRequest : IKafkaRequest<JoinGroupRequest, JoinGroupResponse>
{
    public const short Key = 11;
    public const short MinVersion = 0;
    public const short MaxVersion = 9;

    public static bool IsFlexible(short version) => version >= 6;

    static ApiKey IKafkaRequest<JoinGroupRequest, JoinGroupResponse>.ApiKey => ApiKey.JoinGroup;

    public string GroupId { get; set; } = "";

    public int SessionTimeoutMs { get; set; }

    public int RebalanceTimeoutMs { get; set; } = -1;

    public string MemberId { get; set; } = "";

    public string? GroupInstanceId { get; set; }

    public string ProtocolType { get; set; } = "";

    public List<JoinGroupRequest.Protocol> Protocols { get; set; } = [];

    public string? Reason { get; set; }

    public static JoinGroupRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("JoinGroupRequest", version);
        var value = new JoinGroupRequest();
        var flexible = version >= 6;
        value.GroupId = reader.ReadString(flexible);
        value.SessionTimeoutMs = reader.ReadInt32();
        if (version >= 1)
        {
            value.RebalanceTimeoutMs = reader.ReadInt32();
        }
        value.MemberId = reader.ReadString(flexible);
        if (version >= 5)
        {
            value.GroupInstanceId = reader.ReadNullableString(flexible);
        }
        value.ProtocolType = reader.ReadString(flexible);
        var countProtocols = reader.ReadArrayCount(flexible, 3);
        value.Protocols = new List<JoinGroupRequest.Protocol>(countProtocols);
        for (var i = 0; i < countProtocols; i++) value.Protocols.Add(JoinGroupRequest.Protocol.Read(ref reader, version));
        if (version >= 8)
        {
            value.Reason = reader.ReadNullableString(flexible);
        }
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("JoinGroupRequest", version);
        var flexible = version >= 6;
        writer.WriteString(GroupId, flexible);
        writer.WriteInt32(SessionTimeoutMs);
        if (version >= 1)
        {
            writer.WriteInt32(RebalanceTimeoutMs);
        }
        writer.WriteString(MemberId, flexible);
        if (version >= 5)
        {
            writer.WriteNullableString(GroupInstanceId, flexible);
        }
        if (!(version >= 5) && GroupInstanceId is not null) throw KafkaWriter.FieldLost("JoinGroupRequest.GroupInstanceId", version);
        writer.WriteString(ProtocolType, flexible);
        writer.WriteArrayCount(Protocols.Count, flexible);
        foreach (var item in Protocols) item.Write(writer, version);
        if (version >= 8)
        {
            writer.WriteNullableString(Reason, flexible);
        }
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Protocol
    {
        public string Name { get; set; } = "";

        public byte[] Metadata { get; set; } = [];

        internal static JoinGroupRequest.Protocol Read(ref KafkaReader reader, short version)
        {
            var value = new JoinGroupRequest.Protocol();
            var flexible = version >= 6;
            value.Name = reader.ReadString(flexible);
            value.Metadata = reader.ReadBytes(flexible);
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 6;
            writer.WriteString(Name, flexible);
            writer.WriteBytes(Metadata, flexible);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
