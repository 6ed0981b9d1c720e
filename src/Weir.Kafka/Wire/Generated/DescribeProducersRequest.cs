// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeProducersRequest : IKafkaRequest<DescribeProducersRequest, DescribeProducersResponse>
{
    public const short Key = 61;
    public const short MinVersion = 0;
    public const short MaxVersion = 0;

    public static bool IsFlexible(short version) => true;

    static ApiKey IKafkaRequest<DescribeProducersRequest, DescribeProducersResponse>.ApiKey => ApiKey.DescribeProducers;

    public List<DescribeProducersRequest.TopicRequest> Topics { get; set; } = [];

    public static DescribeProducersRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeProducersRequest", version);
        var value = new DescribeProducersRequest();
        var countTopics = reader.ReadArrayCount(true, 3);
        value.Topics = new List<DescribeProducersRequest.TopicRequest>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(DescribeProducersRequest.TopicRequest.Read(ref reader, version));
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeProducersRequest", version);
        writer.WriteArrayCount(Topics.Count, true);
        foreach (var item in Topics) item.Write(writer, version);
        writer.WriteVarUInt32(0);
    }

    public sealed class TopicRequest
    {
        public string Name { get; set; } = "";

        public List<int> PartitionIndexes { get; set; } = [];

        internal static DescribeProducersRequest.TopicRequest Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeProducersRequest.TopicRequest();
            value.Name = reader.ReadString(true);
            var countPartitionIndexes = reader.ReadArrayCount(true, 4);
            value.PartitionIndexes = new List<int>(countPartitionIndexes);
            for (var i = 0; i < countPartitionIndexes; i++) value.PartitionIndexes.Add(reader.ReadInt32());
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(Name, true);
            writer.WriteArrayCount(PartitionIndexes.Count, true);
            foreach (var item in PartitionIndexes) writer.WriteInt32(item);
            writer.WriteVarUInt32(0);
        }
    }
}
