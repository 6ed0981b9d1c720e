// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class AddPartitionsToTxnRequest : IKafkaRequest<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>
{
    public const short Key = 24;
    public const short MinVersion = 0;
    public const short MaxVersion = 3;

    public static bool IsFlexible(short version) => version >= 3;

    static ApiKey IKafkaRequest<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>.ApiKey => ApiKey.AddPartitionsToTxn;

    public string TransactionalId { get; set; } = "";

    public long ProducerId { get; set; }

    public short ProducerEpoch { get; set; }

    public List<AddPartitionsToTxnRequest.Topic> Topics { get; set; } = [];

    public static AddPartitionsToTxnRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("AddPartitionsToTxnRequest", version);
        var value = new AddPartitionsToTxnRequest();
        var flexible = version >= 3;
        value.TransactionalId = reader.ReadString(flexible);
        value.ProducerId = reader.ReadInt64();
        value.ProducerEpoch = reader.ReadInt16();
        var countTopics = reader.ReadArrayCount(flexible, 3);
        value.Topics = new List<AddPartitionsToTxnRequest.Topic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(AddPartitionsToTxnRequest.Topic.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("AddPartitionsToTxnRequest", version);
        var flexible = version >= 3;
        writer.WriteString(TransactionalId, flexible);
        writer.WriteInt64(ProducerId);
        writer.WriteInt16(ProducerEpoch);
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

        public List<int> Partitions { get; set; } = [];

        internal static AddPartitionsToTxnRequest.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new AddPartitionsToTxnRequest.Topic();
            var flexible = version >= 3;
            value.Name = reader.ReadString(flexible);
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
            var flexible = version >= 3;
            writer.WriteString(Name, flexible);
            writer.WriteArrayCount(Partitions.Count, flexible);
            foreach (var item in Partitions) writer.WriteInt32(item);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
