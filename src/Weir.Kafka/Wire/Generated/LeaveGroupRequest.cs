// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class LeaveGroupRequest : IKafkaRequest<LeaveGroupRequest, LeaveGroupResponse>
{
    public const short Key = 13;
    public const short MinVersion = 0;
    public const short MaxVersion = 5;

    public static bool IsFlexible(short version) => version >= 4;

    static ApiKey IKafkaRequest<LeaveGroupRequest, LeaveGroupResponse>.ApiKey => ApiKey.LeaveGroup;

    public string GroupId { get; set; } = "";

    public string MemberId { get; set; } = "";

    public List<LeaveGroupRequest.MemberIdentity> Members { get; set; } = [];

    public static LeaveGroupRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("LeaveGroupRequest", version);
        var value = new LeaveGroupRequest();
        var flexible = version >= 4;
        value.GroupId = reader.ReadString(flexible);
        if (version <= 2)
        {
            value.MemberId = reader.ReadString(flexible);
        }
        if (version >= 3)
        {
            var countMembers = reader.ReadArrayCount(flexible, 3);
            value.Members = new List<LeaveGroupRequest.MemberIdentity>(countMembers);
            for (var i = 0; i < countMembers; i++) value.Members.Add(LeaveGroupRequest.MemberIdentity.Read(ref reader, version));
        }
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("LeaveGroupRequest", version);
        var flexible = version >= 4;
        writer.WriteString(GroupId, flexible);
        if (version <= 2)
        {
            writer.WriteString(MemberId, flexible);
        }
        if (!(version <= 2) && MemberId is not "") throw KafkaWriter.FieldLost("LeaveGroupRequest.MemberId", version);
        if (version >= 3)
        {
            writer.WriteArrayCount(Members.Count, flexible);
            foreach (var item in Members) item.Write(writer, version);
        }
        if (!(version >= 3) && Members is not { Count: 0 }) throw KafkaWriter.FieldLost("LeaveGroupRequest.Members", version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class MemberIdentity
    {
        public string MemberId { get; set; } = "";

        public string? GroupInstanceId { get; set; }

        public string? Reason { get; set; }

        internal static LeaveGroupRequest.MemberIdentity Read(ref KafkaReader reader, short version)
        {
            var value = new LeaveGroupRequest.MemberIdentity();
            var flexible = version >= 4;
            value.MemberId = reader.ReadString(flexible);
            value.GroupInstanceId = reader.ReadNullableString(flexible);
            if (version >= 5)
            {
                value.Reason = reader.ReadNullableString(flexible);
            }
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 4;
            writer.WriteString(MemberId, flexible);
            writer.WriteNullableString(GroupInstanceId, flexible);
            if (version >= 5)
            {
                writer.WriteNullableString(Reason, flexible);
            }
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
