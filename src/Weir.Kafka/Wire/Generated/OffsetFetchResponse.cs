// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class OffsetFetchResponse : IKafkaMessage<OffsetFetchResponse>
{
    public const short Key = 9;
    public const short MinVersion = 1;
    public const short MaxVersion = 10;

    public static bool IsFlexible(short version) => version >= 6;

    public int ThrottleTimeMs { get; set; }

    public List<OffsetFetchResponse.Topic> Topics { get; set; } = [];

    public KafkaError ErrorCode { get; set; }

    public List<OffsetFetchResponse.Group> Groups { get; set; } = [];

    public static OffsetFetchResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("OffsetFetchResponse", version);
        var value = new OffsetFetchResponse();
        var flexible = version >= 6;
        if (version >= 3)
        {
            value.ThrottleTimeMs = reader.ReadInt32();
        }
        if (version <= 7)
        {
            var countTopics = reader.ReadArrayCount(flexible, 3);
            value.Topics = new List<OffsetFetchResponse.Topic>(countTopics);
            for (var i = 0; i < countTopics; i++) value.Topics.Add(OffsetFetchResponse.Topic.Read(ref reader, version));
        }
        if (version >= 2 && version <= 7)
        {
            value.ErrorCode = (KafkaError)reader.ReadInt16();
        }
        if (version >= 8)
        {
            var countGroups = reader.ReadArrayCount(flexible, 5);
            value.Groups = new List<OffsetFetchResponse.Group>(countGroups);
            for (var i = 0; i < countGroups; i++) value.Groups.Add(OffsetFetchResponse.Group.Read(ref reader, version));
        }
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("OffsetFetchResponse", version);
        var flexible = version >= 6;
        if (version >= 3)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }
        if (version <= 7)
        {
            writer.WriteArrayCount(Topics.Count, flexible);
            foreach (var item in Topics) item.Write(writer, version);
        }
        if (!(version <= 7) && Topics is not { Count: 0 }) throw KafkaWriter.FieldLost("OffsetFetchResponse.Topics", version);
        if (version >= 2 && version <= 7)
        {
            writer.WriteInt16((short)ErrorCode);
        }
        if (version >= 8)
        {
            writer.WriteArrayCount(Groups.Count, flexible);
            foreach (var item in Groups) item.Write(writer, version);
        }
        if (!(version >= 8) && Groups is not { Count: 0 }) throw KafkaWriter.FieldLost("OffsetFetchResponse.Groups", version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Topic
    {
        public string Name { get; set; } = "";

        public List<OffsetFetchResponse.Partition> Partitions { get; set; } = [];

        internal static OffsetFetchResponse.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetFetchResponse.Topic();
            var flexible = version >= 6;
            value.Name = reader.ReadString(flexible);
            var countPartitions = reader.ReadArrayCount(flexible, 16);
            value.Partitions = new List<OffsetFetchResponse.Partition>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(OffsetFetchResponse.Partition.Read(ref reader, version));
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

        public string? Metadata { get; set; }

        public KafkaError ErrorCode { get; set; }

        internal static OffsetFetchResponse.Partition Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetFetchResponse.Partition();
            var flexible = version >= 6;
            value.PartitionIndex = reader.ReadInt32();
            value.CommittedOffset = reader.ReadInt64();
            if (version >= 5)
            {
                value.CommittedLeaderEpoch = reader.ReadInt32();
            }
            value.Metadata = reader.ReadNullableString(flexible);
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 6;
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt64(CommittedOffset);
            if (version >= 5)
            {
                writer.WriteInt32(CommittedLeaderEpoch);
            }
            writer.WriteNullableString(Metadata, flexible);
            writer.WriteInt16((short)ErrorCode);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class Group
    {
        public string GroupId { get; set; } = "";

        public List<OffsetFetchResponse.GroupTopic> Topics { get; set; } = [];

        public KafkaError ErrorCode { get; set; }

        internal static OffsetFetchResponse.Group Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetFetchResponse.Group();
            value.GroupId = reader.ReadString(true);
            var countTopics = reader.ReadArrayCount(true, 3);
            value.Topics = new List<OffsetFetchResponse.GroupTopic>(countTopics);
            for (var i = 0; i < countTopics; i++) value.Topics.Add(OffsetFetchResponse.GroupTopic.Read(ref reader, version));
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(GroupId, true);
            writer.WriteArrayCount(Topics.Count, true);
            foreach (var item in Topics) item.Write(writer, version);
            writer.WriteInt16((short)ErrorCode);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class GroupTopic
    {
        public string Name { get; set; } = "";

        public Guid TopicId { get; set; }

        public List<OffsetFetchResponse.GroupPartition> Partitions { get; set; } = [];

        internal static OffsetFetchResponse.GroupTopic Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetFetchResponse.GroupTopic();
            if (version <= 9)
            {
                value.Name = reader.ReadString(true);
            }
            if (version >= 10)
            {
                value.TopicId = reader.ReadGuid();
            }
            var countPartitions = reader.ReadArrayCount(true, 20);
            value.Partitions = new List<OffsetFetchResponse.GroupPartition>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(OffsetFetchResponse.GroupPartition.Read(ref reader, version));
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            if (version <= 9)
            {
                writer.WriteString(Name, true);
            }
            if (version >= 10)
            {
                writer.WriteGuid(TopicId);
            }
            writer.WriteArrayCount(Partitions.Count, true);
            foreach (var item in Partitions) item.Write(writer, version);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class GroupPartition
    {
        public int PartitionIndex { get; set; }

        public long CommittedOffset { get; set; }

        public int CommittedLeaderEpoch { get; set; } = -1;

        public string? Metadata { get; set; }

        public KafkaError ErrorCode { get; set; }

        internal static OffsetFetchResponse.GroupPartition Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetFetchResponse.GroupPartition();
            value.PartitionIndex = reader.ReadInt32();
            value.CommittedOffset = reader.ReadInt64();
            value.CommittedLeaderEpoch = reader.ReadInt32();
            value.Metadata = reader.ReadNullableString(true);
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt64(CommittedOffset);
            writer.WriteInt32(CommittedLeaderEpoch);
            writer.WriteNullableString(Metadata, true);
            writer.WriteInt16((short)ErrorCode);
            writer.WriteVarUInt32(0);
        }
    }
}
