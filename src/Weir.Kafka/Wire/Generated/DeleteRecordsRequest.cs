// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DeleteRecordsRequest : IKafkaRequest<DeleteRecordsRequest, DeleteRecordsResponse>
{
    public const short Key = 21;
    public const short MinVersion = 0;
    public const short MaxVersion = 2;

    public static bool IsFlexible(short version) => version >= 2;

    static ApiKey IKafkaRequest<DeleteRecordsRequest, DeleteRecordsResponse>.ApiKey => ApiKey.DeleteRecords;

    public List<DeleteRecordsRequest.Topic> Topics { get; set; } = [];

    public int TimeoutMs { get; set; }

    public static DeleteRecordsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DeleteRecordsRequest", version);
        var value = new DeleteRecordsRequest();
        var flexible = version >= 2;
        var countTopics = reader.ReadArrayCount(flexible, 3);
        value.Topics = new List<DeleteRecordsRequest.Topic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(DeleteRecordsRequest.Topic.Read(ref reader, version));
        value.TimeoutMs = reader.ReadInt32();
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DeleteRecordsRequest", version);
        var flexible = version >= 2;
        writer.WriteArrayCount(Topics.Count, flexible);
        foreach (var item in Topics) item.Write(writer, version);
        writer.WriteInt32(TimeoutMs);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Topic
    {
        public string Name { get; set; } = "";

        public List<DeleteRecordsRequest.Partition> Partitions { get; set; } = [];

        internal static DeleteRecordsRequest.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new DeleteRecordsRequest.Topic();
            var flexible = version >= 2;
            value.Name = reader.ReadString(flexible);
            var countPartitions = reader.ReadArrayCount(flexible, 12);
            value.Partitions = new List<DeleteRecordsRequest.Partition>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(DeleteRecordsRequest.Partition.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 2;
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

        public long Offset { get; set; }

        internal static DeleteRecordsRequest.Partition Read(ref KafkaReader reader, short version)
        {
            var value = new DeleteRecordsRequest.Partition();
            var flexible = version >= 2;
            value.PartitionIndex = reader.ReadInt32();
            value.Offset = reader.ReadInt64();
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 2;
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt64(Offset);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
