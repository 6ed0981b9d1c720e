// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ConsumerProtocolAssignment : IKafkaMessage<ConsumerProtocolAssignment>
{
    public const short MinVersion = 0;
    public const short MaxVersion = 3;

    public static bool IsFlexible(short version) => false;

    public List<ConsumerProtocolAssignment.TopicPartition> AssignedPartitions { get; set; } = [];

    public byte[]? UserData { get; set; }

    public static ConsumerProtocolAssignment Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ConsumerProtocolAssignment", version);
        var value = new ConsumerProtocolAssignment();
        var countAssignedPartitions = reader.ReadArrayCount(false, 6);
        value.AssignedPartitions = new List<ConsumerProtocolAssignment.TopicPartition>(countAssignedPartitions);
        for (var i = 0; i < countAssignedPartitions; i++) value.AssignedPartitions.Add(ConsumerProtocolAssignment.TopicPartition.Read(ref reader, version));
        value.UserData = reader.ReadNullableBytes(false);
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ConsumerProtocolAssignment", version);
        writer.WriteArrayCount(AssignedPartitions.Count, false);
        foreach (var item in AssignedPartitions) item.Write(writer, version);
        writer.WriteNullableBytes(UserData, false);
    }

    public sealed class TopicPartition
    {
        public string Topic { get; set; } = "";

        public List<int> Partitions { get; set; } = [];

        internal static ConsumerProtocolAssignment.TopicPartition Read(ref KafkaReader reader, short version)
        {
            var value = new ConsumerProtocolAssignment.TopicPartition();
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
