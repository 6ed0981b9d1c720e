// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DeleteRecordsResponse : IKafkaMessage<DeleteRecordsResponse>
{
    public const short Key = 21;
    public const short MinVersion = 0;
    public const short MaxVersion = 2;

    public static bool IsFlexible(short version) => version >= 2;

    public int ThrottleTimeMs { get; set; }

    public List<DeleteRecordsResponse.TopicResult> Topics { get; set; } = [];

    public static DeleteRecordsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DeleteRecordsResponse", version);
        var value = new DeleteRecordsResponse();
        var flexible = version >= 2;
        value.ThrottleTimeMs = reader.ReadInt32();
        var countTopics = reader.ReadArrayCount(flexible, 3);
        value.Topics = new List<DeleteRecordsResponse.TopicResult>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(DeleteRecordsResponse.TopicResult.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DeleteRecordsResponse", version);
        var flexible = version >= 2;
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(Topics.Count, flexible);
        foreach (var item in Topics) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class TopicResult
    {
        public string Name { get; set; } = "";

        public List<DeleteRecordsResponse.PartitionResult> Partitions { get; set; } = [];

        internal static DeleteRecordsResponse.TopicResult Read(ref KafkaReader reader, short version)
        {
            var value = new DeleteRecordsResponse.TopicResult();
            var flexible = version >= 2;
            value.Name = reader.ReadString(flexible);
            var countPartitions = reader.ReadArrayCount(flexible, 14);
            value.Partitions = new List<DeleteRecordsResponse.PartitionResult>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(DeleteRecordsResponse.PartitionResult.Read(ref reader, version));
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

    public sealed class PartitionResult
    {
        public int PartitionIndex { get; set; }

        public long LowWatermark { get; set; }

        public KafkaError ErrorCode { get; set; }

        internal static DeleteRecordsResponse.PartitionResult Read(ref KafkaReader reader, short version)
        {
            var value = new DeleteRecordsResponse.PartitionResult();
            var flexible = version >= 2;
            value.PartitionIndex = reader.ReadInt32();
            value.LowWatermark = reader.ReadInt64();
            value.ErrorCode = (KafkaError)reader.ReadInt16();
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
            writer.WriteInt64(LowWatermark);
            writer.WriteInt16((short)ErrorCode);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
