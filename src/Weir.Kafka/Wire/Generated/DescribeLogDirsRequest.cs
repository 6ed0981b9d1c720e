// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeLogDirsRequest : IKafkaRequest<DescribeLogDirsRequest, DescribeLogDirsResponse>
{
    public const short Key = 35;
    public const short MinVersion = 1;
    public const short MaxVersion = 4;

    public static bool IsFlexible(short version) => version >= 2;

    static ApiKey IKafkaRequest<DescribeLogDirsRequest, DescribeLogDirsResponse>.ApiKey => ApiKey.DescribeLogDirs;

    public List<DescribeLogDirsRequest.DescribableLogDirTopic>? Topics { get; set; }

    public static DescribeLogDirsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeLogDirsRequest", version);
        var value = new DescribeLogDirsRequest();
        var flexible = version >= 2;
        var countTopics = reader.ReadNullableArrayCount(flexible, 3);
        value.Topics = countTopics < 0 ? null : new List<DescribeLogDirsRequest.DescribableLogDirTopic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics!.Add(DescribeLogDirsRequest.DescribableLogDirTopic.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeLogDirsRequest", version);
        var flexible = version >= 2;
        if (Topics is null)
        {
            writer.WriteArrayCount(-1, flexible);
        }
        else
        {
            writer.WriteArrayCount(Topics.Count, flexible);
            foreach (var item in Topics) item.Write(writer, version);
        }
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class DescribableLogDirTopic
    {
        public string Topic { get; set; } = "";

        public List<int> Partitions { get; set; } = [];

        internal static DescribeLogDirsRequest.DescribableLogDirTopic Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeLogDirsRequest.DescribableLogDirTopic();
            var flexible = version >= 2;
            value.Topic = reader.ReadString(flexible);
            var countPartitions = reader.ReadArrayCount(flexible, 4);
            value.Partitions = new List<int>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(reader.ReadInt32());
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 2;
            writer.WriteString(Topic, flexible);
            writer.WriteArrayCount(Partitions.Count, flexible);
            foreach (var item in Partitions) writer.WriteInt32(item);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
