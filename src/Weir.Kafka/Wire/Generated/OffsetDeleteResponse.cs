// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class OffsetDeleteResponse : IKafkaMessage<OffsetDeleteResponse>
{
    public const short Key = 47;
    public const short MinVersion = 0;
    public const short MaxVersion = 0;

    public static bool IsFlexible(short version) => false;

    public KafkaError ErrorCode { get; set; }

    public int ThrottleTimeMs { get; set; }

    public List<OffsetDeleteResponse.Topic> Topics { get; set; } = [];

    public static OffsetDeleteResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("OffsetDeleteResponse", version);
        var value = new OffsetDeleteResponse();
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        value.ThrottleTimeMs = reader.ReadInt32();
        var countTopics = reader.ReadArrayCount(false, 6);
        value.Topics = new List<OffsetDeleteResponse.Topic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(OffsetDeleteResponse.Topic.Read(ref reader, version));
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("OffsetDeleteResponse", version);
        writer.WriteInt16((short)ErrorCode);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(Topics.Count, false);
        foreach (var item in Topics) item.Write(writer, version);
    }

    public sealed class Topic
    {
        public string Name { get; set; } = "";

        public List<OffsetDeleteResponse.Partition> Partitions { get; set; } = [];

        internal static OffsetDeleteResponse.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetDeleteResponse.Topic();
            value.Name = reader.ReadString(false);
            var countPartitions = reader.ReadArrayCount(false, 6);
            value.Partitions = new List<OffsetDeleteResponse.Partition>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(OffsetDeleteResponse.Partition.Read(ref reader, version));
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

        public KafkaError ErrorCode { get; set; }

        internal static OffsetDeleteResponse.Partition Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetDeleteResponse.Partition();
            value.PartitionIndex = reader.ReadInt32();
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt16((short)ErrorCode);
        }
    }
}
