// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ProduceRequest : IKafkaRequest<ProduceRequest, ProduceResponse>
{
    public const short Key = 0;
    public const short MinVersion = 3;
    public const short MaxVersion = 13;

    public static bool IsFlexible(short version) => version >= 9;

    static ApiKey IKafkaRequest<ProduceRequest, ProduceResponse>.ApiKey => ApiKey.Produce;

    public string? TransactionalId { get; set; }

    public short Acks { get; set; }

    public int TimeoutMs { get; set; }

    public List<ProduceRequest.Topic> TopicData { get; set; } = [];

    public static ProduceRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ProduceRequest", version);
        var value = new ProduceRequest();
        var flexible = version >= 9;
        value.TransactionalId = reader.ReadNullableString(flexible);
        value.Acks = reader.ReadInt16();
        value.TimeoutMs = reader.ReadInt32();
        var countTopicData = reader.ReadArrayCount(flexible, 3);
        value.TopicData = new List<ProduceRequest.Topic>(countTopicData);
        for (var i = 0; i < countTopicData; i++) value.TopicData.Add(ProduceRequest.Topic.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ProduceRequest", version);
        var flexible = version >= 9;
        writer.WriteNullableString(TransactionalId, flexible);
        writer.WriteInt16(Acks);
        writer.WriteInt32(TimeoutMs);
        writer.WriteArrayCount(TopicData.Count, flexible);
        foreach (var item in TopicData) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Topic
    {
        public string Name { get; set; } = "";

        public Guid TopicId { get; set; }

        public List<ProduceRequest.Partition> PartitionData { get; set; } = [];

        internal static ProduceRequest.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new ProduceRequest.Topic();
            var flexible = version >= 9;
            if (version <= 12)
            {
                value.Name = reader.ReadString(flexible);
            }
            if (version >= 13)
            {
                value.TopicId = reader.ReadGuid();
            }
            var countPartitionData = reader.ReadArrayCount(flexible, 6);
            value.PartitionData = new List<ProduceRequest.Partition>(countPartitionData);
            for (var i = 0; i < countPartitionData; i++) value.PartitionData.Add(ProduceRequest.Partition.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 9;
            if (version <= 12)
            {
                writer.WriteString(Name, flexible);
            }
            if (version >= 13)
            {
                writer.WriteGuid(TopicId);
            }
            writer.WriteArrayCount(PartitionData.Count, flexible);
            foreach (var item in PartitionData) item.Write(writer, version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class Partition
    {
        public int Index { get; set; }

        public ReadOnlyMemory<byte>? Records { get; set; }

        internal static ProduceRequest.Partition Read(ref KafkaReader reader, short version)
        {
            var value = new ProduceRequest.Partition();
            var flexible = version >= 9;
            value.Index = reader.ReadInt32();
            value.Records = reader.ReadNullableRecords(flexible);
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 9;
            writer.WriteInt32(Index);
            writer.WriteNullableRecords(Records, flexible);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
