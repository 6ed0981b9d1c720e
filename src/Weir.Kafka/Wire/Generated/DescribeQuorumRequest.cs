// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeQuorumRequest : IKafkaRequest<DescribeQuorumRequest, DescribeQuorumResponse>
{
    public const short Key = 55;
    public const short MinVersion = 0;
    public const short MaxVersion = 2;

    public static bool IsFlexible(short version) => true;

    static ApiKey IKafkaRequest<DescribeQuorumRequest, DescribeQuorumResponse>.ApiKey => ApiKey.DescribeQuorum;

    public List<DescribeQuorumRequest.TopicData> Topics { get; set; } = [];

    public static DescribeQuorumRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeQuorumRequest", version);
        var value = new DescribeQuorumRequest();
        var countTopics = reader.ReadArrayCount(true, 3);
        value.Topics = new List<DescribeQuorumRequest.TopicData>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(DescribeQuorumRequest.TopicData.Read(ref reader, version));
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeQuorumRequest", version);
        writer.WriteArrayCount(Topics.Count, true);
        foreach (var item in Topics) item.Write(writer, version);
        writer.WriteVarUInt32(0);
    }

    public sealed class TopicData
    {
        public string TopicName { get; set; } = "";

        public List<DescribeQuorumRequest.PartitionData> Partitions { get; set; } = [];

        internal static DescribeQuorumRequest.TopicData Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeQuorumRequest.TopicData();
            value.TopicName = reader.ReadString(true);
            var countPartitions = reader.ReadArrayCount(true, 5);
            value.Partitions = new List<DescribeQuorumRequest.PartitionData>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(DescribeQuorumRequest.PartitionData.Read(ref reader, version));
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(TopicName, true);
            writer.WriteArrayCount(Partitions.Count, true);
            foreach (var item in Partitions) item.Write(writer, version);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class PartitionData
    {
        public int PartitionIndex { get; set; }

        internal static DescribeQuorumRequest.PartitionData Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeQuorumRequest.PartitionData();
            value.PartitionIndex = reader.ReadInt32();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionIndex);
            writer.WriteVarUInt32(0);
        }
    }
}
