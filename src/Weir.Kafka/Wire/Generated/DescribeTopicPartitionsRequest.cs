// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeTopicPartitionsRequest : IKafkaRequest<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>
{
    public const short Key = 75;
    public const short MinVersion = 0;
    public const short MaxVersion = 0;

    public static bool IsFlexible(short version) => true;

    static ApiKey IKafkaRequest<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>.ApiKey => ApiKey.DescribeTopicPartitions;

    public List<DescribeTopicPartitionsRequest.TopicRequest> Topics { get; set; } = [];

    public int ResponsePartitionLimit { get; set; } = 2000;

    public DescribeTopicPartitionsRequest.Position? Cursor { get; set; }

    public static DescribeTopicPartitionsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeTopicPartitionsRequest", version);
        var value = new DescribeTopicPartitionsRequest();
        var countTopics = reader.ReadArrayCount(true, 2);
        value.Topics = new List<DescribeTopicPartitionsRequest.TopicRequest>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(DescribeTopicPartitionsRequest.TopicRequest.Read(ref reader, version));
        value.ResponsePartitionLimit = reader.ReadInt32();
        value.Cursor = reader.ReadPresence() ? DescribeTopicPartitionsRequest.Position.Read(ref reader, version) : null;
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeTopicPartitionsRequest", version);
        writer.WriteArrayCount(Topics.Count, true);
        foreach (var item in Topics) item.Write(writer, version);
        writer.WriteInt32(ResponsePartitionLimit);
        writer.WritePresence(Cursor is not null);
        Cursor?.Write(writer, version);
        writer.WriteVarUInt32(0);
    }

    public sealed class TopicRequest
    {
        public string Name { get; set; } = "";

        internal static DescribeTopicPartitionsRequest.TopicRequest Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeTopicPartitionsRequest.TopicRequest();
            value.Name = reader.ReadString(true);
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(Name, true);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Position
    {
        public string TopicName { get; set; } = "";

        public int PartitionIndex { get; set; }

        internal static DescribeTopicPartitionsRequest.Position Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeTopicPartitionsRequest.Position();
            value.TopicName = reader.ReadString(true);
            value.PartitionIndex = reader.ReadInt32();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(TopicName, true);
            writer.WriteInt32(PartitionIndex);
            writer.WriteVarUInt32(0);
        }
    }
}
