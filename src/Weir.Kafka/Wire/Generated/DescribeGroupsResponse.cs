// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeGroupsResponse : IKafkaMessage<DescribeGroupsResponse>
{
    public const short Key = 15;
    public const short MinVersion = 0;
    public const short MaxVersion = 6;

    public static bool IsFlexible(short version) => version >= 5;

    public int ThrottleTimeMs { get; set; }

    public List<DescribeGroupsResponse.DescribedGroup> Groups { get; set; } = [];

    public static DescribeGroupsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeGroupsResponse", version);
        var value = new DescribeGroupsResponse();
        var flexible = version >= 5;
        if (version >= 1)
        {
            value.ThrottleTimeMs = reader.ReadInt32();
        }
        var countGroups = reader.ReadArrayCount(flexible, 12);
        value.Groups = new List<DescribeGroupsResponse.DescribedGroup>(countGroups);
        for (var i = 0; i < countGroups; i++) value.Groups.Add(DescribeGroupsResponse.DescribedGroup.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeGroupsResponse", version);
        var flexible = version >= 5;
        if (version >= 1)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }
        writer.WriteArrayCount(Groups.Count, flexible);
        foreach (var item in Groups) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class DescribedGroup
    {
        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        public string GroupId { get; set; } = "";

        public string GroupState { get; set; } = "";

        public string ProtocolType { get; set; } = "";

        public string ProtocolData { get; set; } = "";

        public List<DescribeGroupsResponse.DescribedGroupMember> Members { get; set; } = [];

        public int AuthorizedOperations { get; set; } = -2147483648;

        internal static DescribeGroupsResponse.DescribedGroup Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeGroupsResponse.DescribedGroup();
            var flexible = version >= 5;
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            if (version >= 6)
            {
                value.ErrorMessage = reader.ReadNullableString(flexible);
            }
            value.GroupId = reader.ReadString(flexible);
            value.GroupState = reader.ReadString(flexible);
            value.ProtocolType = reader.ReadString(flexible);
            value.ProtocolData = reader.ReadString(flexible);
            var countMembers = reader.ReadArrayCount(flexible, 7);
            value.Members = new List<DescribeGroupsResponse.DescribedGroupMember>(countMembers);
            for (var i = 0; i < countMembers; i++) value.Members.Add(DescribeGroupsResponse.DescribedGroupMember.Read(ref reader, version));
            if (version >= 3)
            {
                value.AuthorizedOperations = reader.ReadInt32();
            }
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 5;
            writer.WriteInt16((short)ErrorCode);
            if (version >= 6)
            {
                writer.WriteNullableString(ErrorMessage, flexible);
            }
            writer.WriteString(GroupId, flexible);
            writer.WriteString(GroupState, flexible);
            writer.WriteString(ProtocolType, flexible);
            writer.WriteString(ProtocolData, flexible);
            writer.WriteArrayCount(Members.Count, flexible);
            foreach (var item in Members) item.Write(writer, version);
            if (version >= 3)
            {
                writer.WriteInt32(AuthorizedOperations);
            }
            if (!(version >= 3) && AuthorizedOperations != -2147483648) throw KafkaWriter.FieldLost("DescribeGroupsResponse.DescribedGroup.AuthorizedOperations", version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class DescribedGroupMember
    {
        public string MemberId { get; set; } = "";

        public string? GroupInstanceId { get; set; }

        public string ClientId { get; set; } = "";

        public string ClientHost { get; set; } = "";

        public byte[] MemberMetadata { get; set; } = [];

        public byte[] MemberAssignment { get; set; } = [];

        internal static DescribeGroupsResponse.DescribedGroupMember Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeGroupsResponse.DescribedGroupMember();
            var flexible = version >= 5;
            value.MemberId = reader.ReadString(flexible);
            if (version >= 4)
            {
                value.GroupInstanceId = reader.ReadNullableString(flexible);
            }
            value.ClientId = reader.ReadString(flexible);
            value.ClientHost = reader.ReadString(flexible);
            value.MemberMetadata = reader.ReadBytes(flexible);
            value.MemberAssignment = reader.ReadBytes(flexible);
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 5;
            writer.WriteString(MemberId, flexible);
            if (version >= 4)
            {
                writer.WriteNullableString(GroupInstanceId, flexible);
            }
            writer.WriteString(ClientId, flexible);
            writer.WriteString(ClientHost, flexible);
            writer.WriteBytes(MemberMetadata, flexible);
            writer.WriteBytes(MemberAssignment, flexible);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
