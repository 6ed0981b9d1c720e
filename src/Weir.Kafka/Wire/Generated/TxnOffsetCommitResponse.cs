// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class TxnOffsetCommitResponse : IKafkaMessage<TxnOffsetCommitResponse>
{
    public const short Key = 28;
    public const short MinVersion = 0;
    public const short MaxVersion = 5;

    public static bool IsFlexible(short version) => version >= 3;

    public int ThrottleTimeMs { get; set; }

    public List<TxnOffsetCommitResponse.Topic> Topics { get; set; } = [];

    public static TxnOffsetCommitResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("TxnOffsetCommitResponse", version);
        var value = new TxnOffsetCommitResponse();
        var flexible = version >= 3;
        value.ThrottleTimeMs = reader.ReadInt32();
        var countTopics = reader.ReadArrayCount(flexible, 3);
        value.Topics = new List<TxnOffsetCommitResponse.Topic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(TxnOffsetCommitResponse.Topic.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("TxnOffsetCommitResponse", version);
        var flexible = version >= 3;
        writer.WriteInt32(ThrottleTimeMs);
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

        public List<TxnOffsetCommitResponse.Partition> Partitions { get; set; } = [];

        internal static TxnOffsetCommitResponse.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new TxnOffsetCommitResponse.Topic();
            var flexible = version >= 3;
            value.Name = reader.ReadString(flexible);
            var countPartitions = reader.ReadArrayCount(flexible, 6);
            value.Partitions = new List<TxnOffsetCommitResponse.Partition>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(TxnOffsetCommitResponse.Partition.Read(ref reader, version));
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

        internal static TxnOffsetCommitResponse.Partition Read(ref KafkaReader reader, short version)
        {
            var value = new TxnOffsetCommitResponse.Partition();
            var flexible = version >= 3;
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
            var flexible = version >= 3;
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt16((short)ErrorCode);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
