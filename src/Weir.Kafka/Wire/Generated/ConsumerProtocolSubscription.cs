// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ConsumerProtocolSubscription : IKafkaMessage<ConsumerProtocolSubscription>
{
    public const short MinVersion = 0;
    public const short MaxVersion = 3;

    public static bool IsFlexible(short version) => false;

    public List<string> Topics { get; set; } = [];

    public byte[]? UserData { get; set; }

    public List<ConsumerProtocolSubscription.TopicPartition> OwnedPartitions { get; set; } = [];

    public int GenerationId { get; set; } = -1;

    public string? RackId { get; set; }

    public static ConsumerProtocolSubscription Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ConsumerProtocolSubscription", version);
        var value = new ConsumerProtocolSubscription();
        var countTopics = reader.ReadArrayCount(false, 2);
        value.Topics = new List<string>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(reader.ReadString(false));
        value.UserData = reader.ReadNullableBytes(false);
        if (version >= 1)
        {
            var countOwnedPartitions = reader.ReadArrayCount(false, 6);
            value.OwnedPartitions = new List<ConsumerProtocolSubscription.TopicPartition>(countOwnedPartitions);
            for (var i = 0; i < countOwnedPartitions; i++) value.OwnedPartitions.Add(ConsumerProtocolSubscription.TopicPartition.Read(ref reader, version));
        }
        if (version >= 2)
        {
            value.GenerationId = reader.ReadInt32();
        }
        if (version >= 3)
        {
            value.RackId = reader.ReadNullableString(false);
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ConsumerProtocolSubscription", version);
        writer.WriteArrayCount(Topics.Count, false);
        foreach (var item in Topics) writer.WriteString(item, false);
        writer.WriteNullableBytes(UserData, false);
        if (version >= 1)
        {
            writer.WriteArrayCount(OwnedPartitions.Count, false);
            foreach (var item in OwnedPartitions) item.Write(writer, version);
        }
        if (version >= 2)
        {
            writer.WriteInt32(GenerationId);
        }
        if (version >= 3)
        {
            writer.WriteNullableString(RackId, false);
        }
    }

    public sealed class TopicPartition
    {
        public string Topic { get; set; } = "";

        public List<int> Partitions { get; set; } = [];

        internal static ConsumerProtocolSubscription.TopicPartition Read(ref KafkaReader reader, short version)
        {
            var value = new ConsumerProtocolSubscription.TopicPartition();
            value.Topic = reader.ReadString(false);
            var countPartitions = reader.ReadArrayCount(false, 4);
            value.Partitions = new List<int>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(reader.ReadInt32());
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(Topic, false);
            writer.WriteArrayCount(Partitions.Count, false);
            foreach (var item in Partitions) writer.WriteInt32(item);
        }
    }
}
