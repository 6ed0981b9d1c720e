// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class OffsetDeleteRequest : IKafkaRequest<OffsetDeleteRequest, OffsetDeleteResponse>
{
    public const short Key = 47;
    public const short MinVersion = 0;
    public const short MaxVersion = 0;

    public static bool IsFlexible(short version) => false;

    static ApiKey IKafkaRequest<OffsetDeleteRequest, OffsetDeleteResponse>.ApiKey => ApiKey.OffsetDelete;

    public string GroupId { get; set; } = "";

    public List<OffsetDeleteRequest.Topic> Topics { get; set; } = [];

    public static OffsetDeleteRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("OffsetDeleteRequest", version);
        var value = new OffsetDeleteRequest();
        value.GroupId = reader.ReadString(false);
        var countTopics = reader.ReadArrayCount(false, 6);
        value.Topics = new List<OffsetDeleteRequest.Topic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(OffsetDeleteRequest.Topic.Read(ref reader, version));
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("OffsetDeleteRequest", version);
        writer.WriteString(GroupId, false);
        writer.WriteArrayCount(Topics.Count, false);
        foreach (var item in Topics) item.Write(writer, version);
    }

    public sealed class Topic
    {
        public string Name { get; set; } = "";

        public List<OffsetDeleteRequest.Partition> Partitions { get; set; } = [];

        internal static OffsetDeleteRequest.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetDeleteRequest.Topic();
            value.Name = reader.ReadString(false);
            var countPartitions = reader.ReadArrayCount(false, 4);
            value.Partitions = new List<OffsetDeleteRequest.Partition>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(OffsetDeleteRequest.Partition.Read(ref reader, version));
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(Name, false);
            writer.WriteArrayCount(Partitions.Count, false);
            foreach (var item in Partitions) item.Write(writer, version);
        }
    }

    public sealed class Partition
    {
        public int PartitionIndex { get; set; }

        internal static OffsetDeleteRequest.Partition Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetDeleteRequest.Partition();
            value.PartitionIndex = reader.ReadInt32();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionIndex);
        }
    }
}
