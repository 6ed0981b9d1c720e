// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class OffsetCommitRequest : IKafkaRequest<OffsetCommitRequest, OffsetCommitResponse>
{
    public const short Key = 8;
    public const short MinVersion = 2;
    public const short MaxVersion = 10;

    public static bool IsFlexible(short version) => version >= 8;

    static ApiKey IKafkaRequest<OffsetCommitRequest, OffsetCommitResponse>.ApiKey => ApiKey.OffsetCommit;

    public string GroupId { get; set; } = "";

    public int GenerationIdOrMemberEpoch { get; set; } = -1;

    public string MemberId { get; set; } = "";

    public string? GroupInstanceId { get; set; }

    public long RetentionTimeMs { get; set; } = -1;

    public List<OffsetCommitRequest.Topic> Topics { get; set; } = [];

    public static OffsetCommitRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("OffsetCommitRequest", version);
        var value = new OffsetCommitRequest();
        var flexible = version >= 8;
        value.GroupId = reader.ReadString(flexible);
        value.GenerationIdOrMemberEpoch = reader.ReadInt32();
        value.MemberId = reader.ReadString(flexible);
        if (version >= 7)
        {
            value.GroupInstanceId = reader.ReadNullableString(flexible);
        }
        if (version <= 4)
        {
            value.RetentionTimeMs = reader.ReadInt64();
        }
        var countTopics = reader.ReadArrayCount(flexible, 3);
        value.Topics = new List<OffsetCommitRequest.Topic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(OffsetCommitRequest.Topic.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("OffsetCommitRequest", version);
        var flexible = version >= 8;
        writer.WriteString(GroupId, flexible);
        writer.WriteInt32(GenerationIdOrMemberEpoch);
        writer.WriteString(MemberId, flexible);
        if (version >= 7)
        {
            writer.WriteNullableString(GroupInstanceId, flexible);
        }
        if (!(version >= 7) && GroupInstanceId is not null) throw KafkaWriter.FieldLost("OffsetCommitRequest.GroupInstanceId", version);
        if (version <= 4)
        {
            writer.WriteInt64(RetentionTimeMs);
        }
        writer.WriteArrayCount(Topics.Count, flexible);
        foreach (var item in Topics) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Topic
    {
        public string Name { get; set; } = "";

        public Guid TopicId { get; set; }

        public List<OffsetCommitRequest.Partition> Partitions { get; set; } = [];

        internal static OffsetCommitRequest.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetCommitRequest.Topic();
            var flexible = version >= 8;
            if (version <= 9)
            {
                value.Name = reader.ReadString(flexible);
            }
            if (version >= 10)
            {
                value.TopicId = reader.ReadGuid();
            }
            var countPartitions = reader.ReadArrayCount(flexible, 14);
            value.Partitions = new List<OffsetCommitRequest.Partition>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(OffsetCommitRequest.Partition.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 8;
            if (version <= 9)
            {
                writer.WriteString(Name, flexible);
            }
            if (version >= 10)
            {
                writer.WriteGuid(TopicId);
            }
            writer.WriteArrayCount(Partitions.Count, flexible);
            foreach (var item in Partitions) item.Write(writer, version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class Partition
    {
        public int PartitionIndex { get; set; }

        public long CommittedOffset { get; set; }

        public int CommittedLeaderEpoch { get; set; } = -1;

        public string? CommittedMetadata { get; set; }

        internal static OffsetCommitRequest.Partition Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetCommitRequest.Partition();
            var flexible = version >= 8;
            value.PartitionIndex = reader.ReadInt32();
            value.CommittedOffset = reader.ReadInt64();
            if (version >= 6)
            {
                value.CommittedLeaderEpoch = reader.ReadInt32();
            }
            value.CommittedMetadata = reader.ReadNullableString(flexible);
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 8;
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt64(CommittedOffset);
            if (version >= 6)
            {
                writer.WriteInt32(CommittedLeaderEpoch);
            }
            writer.WriteNullableString(CommittedMetadata, flexible);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
