// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class AddPartitionsToTxnResponse : IKafkaMessage<AddPartitionsToTxnResponse>
{
    public const short Key = 24;
    public const short MinVersion = 0;
    public const short MaxVersion = 3;

    public static bool IsFlexible(short version) => version >= 3;

    public int ThrottleTimeMs { get; set; }

    public List<AddPartitionsToTxnResponse.TopicResult> ResultsByTopic { get; set; } = [];

    public static AddPartitionsToTxnResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("AddPartitionsToTxnResponse", version);
        var value = new AddPartitionsToTxnResponse();
        var flexible = version >= 3;
        value.ThrottleTimeMs = reader.ReadInt32();
        var countResultsByTopic = reader.ReadArrayCount(flexible, 3);
        value.ResultsByTopic = new List<AddPartitionsToTxnResponse.TopicResult>(countResultsByTopic);
        for (var i = 0; i < countResultsByTopic; i++) value.ResultsByTopic.Add(AddPartitionsToTxnResponse.TopicResult.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("AddPartitionsToTxnResponse", version);
        var flexible = version >= 3;
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(ResultsByTopic.Count, flexible);
        foreach (var item in ResultsByTopic) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class PartitionResult
    {
        public int PartitionIndex { get; set; }

        public KafkaError PartitionErrorCode { get; set; }

        internal static AddPartitionsToTxnResponse.PartitionResult Read(ref KafkaReader reader, short version)
        {
            var value = new AddPartitionsToTxnResponse.PartitionResult();
            var flexible = version >= 3;
            value.PartitionIndex = reader.ReadInt32();
            value.PartitionErrorCode = (KafkaError)reader.ReadInt16();
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 3;
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt16((short)PartitionErrorCode);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class TopicResult
    {
        public string Name { get; set; } = "";

        public List<AddPartitionsToTxnResponse.PartitionResult> ResultsByPartition { get; set; } = [];

        internal static AddPartitionsToTxnResponse.TopicResult Read(ref KafkaReader reader, short version)
        {
            var value = new AddPartitionsToTxnResponse.TopicResult();
            var flexible = version >= 3;
            value.Name = reader.ReadString(flexible);
            var countResultsByPartition = reader.ReadArrayCount(flexible, 6);
            value.ResultsByPartition = new List<AddPartitionsToTxnResponse.PartitionResult>(countResultsByPartition);
            for (var i = 0; i < countResultsByPartition; i++) value.ResultsByPartition.Add(AddPartitionsToTxnResponse.PartitionResult.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 3;
            writer.WriteString(Name, flexible);
            writer.WriteArrayCount(ResultsByPartition.Count, flexible);
            foreach (var item in ResultsByPartition) item.Write(writer, version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
