// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class JoinGroupResponse : IKafkaMessage<JoinGroupResponse>
{
    public const short Key = 11;
    public const short MinVersion = 0;
    public const short MaxVersion = 9;

    public static bool IsFlexible(short version) => version >= 6;

    public int ThrottleTimeMs { get; set; }

    public KafkaError ErrorCode { get; set; }

    public int GenerationId { get; set; } = -1;

    public string? ProtocolType { get; set; }

    public string? ProtocolName { get; set; } = "";

    public string Leader { get; set; } = "";

    public bool SkipAssignment { get; set; }

    public string MemberId { get; set; } = "";

    public List<JoinGroupResponse.Member> Members { get; set; } = [];

    public static JoinGroupResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("JoinGroupResponse", version);
        var value = new JoinGroupResponse();
        var flexible = version >= 6;
        if (version >= 2)
        {
            value.ThrottleTimeMs = reader.ReadInt32();
        }
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        value.GenerationId = reader.ReadInt32();
        if (version >= 7)
        {
            value.ProtocolType = reader.ReadNullableString(flexible);
        }
        value.ProtocolName = version >= 7 ? reader.ReadNullableString(flexible) : reader.ReadString(flexible);
        value.Leader = reader.ReadString(flexible);
        if (version >= 9)
        {
            value.SkipAssignment = reader.ReadBool();
        }
        value.MemberId = reader.ReadString(flexible);
        var countMembers = reader.ReadArrayCount(flexible, 4);
        value.Members = new List<JoinGroupResponse.Member>(countMembers);
        for (var i = 0; i < countMembers; i++) value.Members.Add(JoinGroupResponse.Member.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("JoinGroupResponse", version);
        var flexible = version >= 6;
        if (version >= 2)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }
        writer.WriteInt16((short)ErrorCode);
        writer.WriteInt32(GenerationId);
        if (version >= 7)
        {
            writer.WriteNullableString(ProtocolType, flexible);
        }
        if (!(version >= 7) && ProtocolName is null) throw KafkaWriter.NullNotAllowed("JoinGroupResponse.ProtocolName", version);
        writer.WriteNullableString(ProtocolName, flexible);
        writer.WriteString(Leader, flexible);
        if (version >= 9)
        {
            writer.WriteBool(SkipAssignment);
        }
        if (!(version >= 9) && SkipAssignment) throw KafkaWriter.FieldLost("JoinGroupResponse.SkipAssignment", version);
        writer.WriteString(MemberId, flexible);
        writer.WriteArrayCount(Members.Count, flexible);
        foreach (var item in Members) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Member
    {
        public string MemberId { get; set; } = "";

        public string? GroupInstanceId { get; set; }

        public byte[] Metadata { get; set; } = [];

        internal static JoinGroupResponse.Member Read(ref KafkaReader reader, short version)
        {
            var value = new JoinGroupResponse.Member();
            var flexible = version >= 6;
            value.MemberId = reader.ReadString(flexible);
            if (version >= 5)
            {
                value.GroupInstanceId = reader.ReadNullableString(flexible);
            }
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
            writer.WriteString(MemberId, flexible);
            if (version >= 5)
            {
                writer.WriteNullableString(GroupInstanceId, flexible);
            }
            writer.WriteBytes(Metadata, flexible);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
