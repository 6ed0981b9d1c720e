// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class SyncGroupRequest : IKafkaRequest<SyncGroupRequest, SyncGroupResponse>
{
    public const short Key = 14;
    public const short MinVersion = 0;
    public const short MaxVersion = 5;

    public static bool IsFlexible(short version) => version >= 4;

    static ApiKey IKafkaRequest<SyncGroupRequest, SyncGroupResponse>.ApiKey => ApiKey.SyncGroup;

    public string GroupId { get; set; } = "";

    public int GenerationId { get; set; }

    public string MemberId { get; set; } = "";

    public string? GroupInstanceId { get; set; }

    public string? ProtocolType { get; set; }

    public string? ProtocolName { get; set; }

    public List<SyncGroupRequest.MemberAssignment> Assignments { get; set; } = [];

    public static SyncGroupRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("SyncGroupRequest", version);
        var value = new SyncGroupRequest();
        var flexible = version >= 4;
        value.GroupId = reader.ReadString(flexible);
        value.GenerationId = reader.ReadInt32();
        value.MemberId = reader.ReadString(flexible);
        if (version >= 3)
        {
            value.GroupInstanceId = reader.ReadNullableString(flexible);
        }
        if (version >= 5)
        {
            value.ProtocolType = reader.ReadNullableString(flexible);
        }
        if (version >= 5)
        {
            value.ProtocolName = reader.ReadNullableString(flexible);
        }
        var countAssignments = reader.ReadArrayCount(flexible, 3);
        value.Assignments = new List<SyncGroupRequest.MemberAssignment>(countAssignments);
        for (var i = 0; i < countAssignments; i++) value.Assignments.Add(SyncGroupRequest.MemberAssignment.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("SyncGroupRequest", version);
        var flexible = version >= 4;
        writer.WriteString(GroupId, flexible);
        writer.WriteInt32(GenerationId);
        writer.WriteString(MemberId, flexible);
        if (version >= 3)
        {
            writer.WriteNullableString(GroupInstanceId, flexible);
        }
        if (!(version >= 3) && GroupInstanceId is not null) throw KafkaWriter.FieldLost("SyncGroupRequest.GroupInstanceId", version);
        if (version >= 5)
        {
            writer.WriteNullableString(ProtocolType, flexible);
        }
        if (version >= 5)
        {
            writer.WriteNullableString(ProtocolName, flexible);
        }
        writer.WriteArrayCount(Assignments.Count, flexible);
        foreach (var item in Assignments) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class MemberAssignment
    {
        public string MemberId { get; set; } = "";

        public byte[] Assignment { get; set; } = [];

        internal static SyncGroupRequest.MemberAssignment Read(ref KafkaReader reader, short version)
        {
            var value = new SyncGroupRequest.MemberAssignment();
            var flexible = version >= 4;
            value.MemberId = reader.ReadString(flexible);
            value.Assignment = reader.ReadBytes(flexible);
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
            writer.WriteBytes(Assignment, flexible);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
