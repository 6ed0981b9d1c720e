// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class OffsetCommitResponse : IKafkaMessage<OffsetCommitResponse>
{
    public const short Key = 8;
    public const short MinVersion = 2;
    public const short MaxVersion = 10;

    public static bool IsFlexible(short version) => version >= 8;

    public int ThrottleTimeMs { get; set; }

    public List<OffsetCommitResponse.Topic> Topics { get; set; } = [];

    public static OffsetCommitResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("OffsetCommitResponse", version);
        var value = new OffsetCommitResponse();
        var flexible = version >= 8;
        if (version >= 3)
        {
            value.ThrottleTimeMs = reader.ReadInt32();
        }
        var countTopics = reader.ReadArrayCount(flexible, 3);
        value.Topics = new List<OffsetCommitResponse.Topic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(OffsetCommitResponse.Topic.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("OffsetCommitResponse", version);
        var flexible = version >= 8;
        if (version >= 3)
        {
            writer.WriteInt32(ThrottleTimeMs);
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

        public List<OffsetCommitResponse.Partition> Partitions { get; set; } = [];

        internal static OffsetCommitResponse.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetCommitResponse.Topic();
            var flexible = version >= 8;
            if (version <= 9)
            {
                value.Name = reader.ReadString(flexible);
            }
            if (version >= 10)
            {
                value.TopicId = reader.ReadGuid();
            }
            var countPartitions = reader.ReadArrayCount(flexible, 6);
            value.Partitions = new List<OffsetCommitResponse.Partition>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(OffsetCommitResponse.Partition.Read(ref reader, version));
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

        public KafkaError ErrorCode { get; set; }

        internal static OffsetCommitResponse.Partition Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetCommitResponse.Partition();
            var flexible = version >= 8;
            value.PartitionIndex = reader.ReadInt32();
            value.ErrorCode = (KafkaError)reader.ReadInt16();
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
            writer.WriteInt16((short)ErrorCode);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
