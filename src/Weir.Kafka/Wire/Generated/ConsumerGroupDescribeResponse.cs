// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ConsumerGroupDescribeResponse : IKafkaMessage<ConsumerGroupDescribeResponse>
{
    public const short Key = 69;
    public const short MinVersion = 0;
    public const short MaxVersion = 1;

    public static bool IsFlexible(short version) => true;

    public int ThrottleTimeMs { get; set; }

    public List<ConsumerGroupDescribeResponse.DescribedGroup> Groups { get; set; } = [];

    public static ConsumerGroupDescribeResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ConsumerGroupDescribeResponse", version);
        var value = new ConsumerGroupDescribeResponse();
        value.ThrottleTimeMs = reader.ReadInt32();
        var countGroups = reader.ReadArrayCount(true, 20);
        value.Groups = new List<ConsumerGroupDescribeResponse.DescribedGroup>(countGroups);
        for (var i = 0; i < countGroups; i++) value.Groups.Add(ConsumerGroupDescribeResponse.DescribedGroup.Read(ref reader, version));
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ConsumerGroupDescribeResponse", version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(Groups.Count, true);
        foreach (var item in Groups) item.Write(writer, version);
        writer.WriteVarUInt32(0);
    }

    public sealed class TopicPartitions
    {
        public Guid TopicId { get; set; }

        public string TopicName { get; set; } = "";

        public List<int> Partitions { get; set; } = [];

        internal static ConsumerGroupDescribeResponse.TopicPartitions Read(ref KafkaReader reader, short version)
        {
            var value = new ConsumerGroupDescribeResponse.TopicPartitions();
            value.TopicId = reader.ReadGuid();
            value.TopicName = reader.ReadString(true);
            var countPartitions = reader.ReadArrayCount(true, 4);
            value.Partitions = new List<int>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(reader.ReadInt32());
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteGuid(TopicId);
            writer.WriteString(TopicName, true);
            writer.WriteArrayCount(Partitions.Count, true);
            foreach (var item in Partitions) writer.WriteInt32(item);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Assignment
    {
        public List<ConsumerGroupDescribeResponse.TopicPartitions> TopicPartitions { get; set; } = [];

        internal static ConsumerGroupDescribeResponse.Assignment Read(ref KafkaReader reader, short version)
        {
            var value = new ConsumerGroupDescribeResponse.Assignment();
            var countTopicPartitions = reader.ReadArrayCount(true, 19);
            value.TopicPartitions = new List<ConsumerGroupDescribeResponse.TopicPartitions>(countTopicPartitions);
            for (var i = 0; i < countTopicPartitions; i++) value.TopicPartitions.Add(ConsumerGroupDescribeResponse.TopicPartitions.Read(ref reader, version));
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteArrayCount(TopicPartitions.Count, true);
            foreach (var item in TopicPartitions) item.Write(writer, version);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class DescribedGroup
    {
        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        public string GroupId { get; set; } = "";

        public string GroupState { get; set; } = "";

        public int GroupEpoch { get; set; }

        public int AssignmentEpoch { get; set; }

        public string AssignorName { get; set; } = "";

        public List<ConsumerGroupDescribeResponse.Member> Members { get; set; } = [];

        public int AuthorizedOperations { get; set; } = -2147483648;

        internal static ConsumerGroupDescribeResponse.DescribedGroup Read(ref KafkaReader reader, short version)
        {
            var value = new ConsumerGroupDescribeResponse.DescribedGroup();
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.ErrorMessage = reader.ReadNullableString(true);
            value.GroupId = reader.ReadString(true);
            value.GroupState = reader.ReadString(true);
            value.GroupEpoch = reader.ReadInt32();
            value.AssignmentEpoch = reader.ReadInt32();
            value.AssignorName = reader.ReadString(true);
            var countMembers = reader.ReadArrayCount(true, 16);
            value.Members = new List<ConsumerGroupDescribeResponse.Member>(countMembers);
            for (var i = 0; i < countMembers; i++) value.Members.Add(ConsumerGroupDescribeResponse.Member.Read(ref reader, version));
            value.AuthorizedOperations = reader.ReadInt32();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt16((short)ErrorCode);
            writer.WriteNullableString(ErrorMessage, true);
            writer.WriteString(GroupId, true);
            writer.WriteString(GroupState, true);
            writer.WriteInt32(GroupEpoch);
            writer.WriteInt32(AssignmentEpoch);
            writer.WriteString(AssignorName, true);
            writer.WriteArrayCount(Members.Count, true);
            foreach (var item in Members) item.Write(writer, version);
            writer.WriteInt32(AuthorizedOperations);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Member
    {
        public string MemberId { get; set; } = "";

        public string? InstanceId { get; set; }

        public string? RackId { get; set; }

        public int MemberEpoch { get; set; }

        public string ClientId { get; set; } = "";

        public string ClientHost { get; set; } = "";

        public List<string> SubscribedTopicNames { get; set; } = [];

        public string? SubscribedTopicRegex { get; set; }

        public ConsumerGroupDescribeResponse.Assignment Assignment { get; set; } = new();

        public ConsumerGroupDescribeResponse.Assignment TargetAssignment { get; set; } = new();

        public sbyte MemberType { get; set; } = -1;

        internal static ConsumerGroupDescribeResponse.Member Read(ref KafkaReader reader, short version)
        {
            var value = new ConsumerGroupDescribeResponse.Member();
            value.MemberId = reader.ReadString(true);
            value.InstanceId = reader.ReadNullableString(true);
            value.RackId = reader.ReadNullableString(true);
            value.MemberEpoch = reader.ReadInt32();
            value.ClientId = reader.ReadString(true);
            value.ClientHost = reader.ReadString(true);
            var countSubscribedTopicNames = reader.ReadArrayCount(true, 1);
            value.SubscribedTopicNames = new List<string>(countSubscribedTopicNames);
            for (var i = 0; i < countSubscribedTopicNames; i++) value.SubscribedTopicNames.Add(reader.ReadString(true));
            value.SubscribedTopicRegex = reader.ReadNullableString(true);
            value.Assignment = ConsumerGroupDescribeResponse.Assignment.Read(ref reader, version);
            value.TargetAssignment = ConsumerGroupDescribeResponse.Assignment.Read(ref reader, version);
            if (version >= 1)
            {
                value.MemberType = reader.ReadSByte();
            }
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(MemberId, true);
            writer.WriteNullableString(InstanceId, true);
            writer.WriteNullableString(RackId, true);
            writer.WriteInt32(MemberEpoch);
            writer.WriteString(ClientId, true);
            writer.WriteString(ClientHost, true);
            writer.WriteArrayCount(SubscribedTopicNames.Count, true);
            foreach (var item in SubscribedTopicNames) writer.WriteString(item, true);
            writer.WriteNullableString(SubscribedTopicRegex, true);
            Assignment.Write(writer, version);
            TargetAssignment.Write(writer, version);
            if (version >= 1)
            {
                writer.WriteSByte(MemberType);
            }
            writer.WriteVarUInt32(0);
        }
    }
}
