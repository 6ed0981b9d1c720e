// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ElectLeadersRequest : IKafkaRequest<ElectLeadersRequest, ElectLeadersResponse>
{
    public const short Key = 43;
    public const short MinVersion = 0;
    public const short MaxVersion = 2;

    public static bool IsFlexible(short version) => version >= 2;

    static ApiKey IKafkaRequest<ElectLeadersRequest, ElectLeadersResponse>.ApiKey => ApiKey.ElectLeaders;

    public sbyte ElectionType { get; set; }

    public List<ElectLeadersRequest.ElectedTopic>? TopicPartitions { get; set; }

    public int TimeoutMs { get; set; } = 60000;

    public static ElectLeadersRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ElectLeadersRequest", version);
        var value = new ElectLeadersRequest();
        var flexible = version >= 2;
        if (version >= 1)
        {
            value.ElectionType = reader.ReadSByte();
        }
        var countTopicPartitions = reader.ReadNullableArrayCount(flexible, 3);
        value.TopicPartitions = countTopicPartitions < 0 ? null : new List<ElectLeadersRequest.ElectedTopic>(countTopicPartitions);
        for (var i = 0; i < countTopicPartitions; i++) value.TopicPartitions!.Add(ElectLeadersRequest.ElectedTopic.Read(ref reader, version));
        value.TimeoutMs = reader.ReadInt32();
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ElectLeadersRequest", version);
        var flexible = version >= 2;
        if (version >= 1)
        {
            writer.WriteSByte(ElectionType);
        }
        if (!(version >= 1) && ElectionType != 0) throw KafkaWriter.FieldLost("ElectLeadersRequest.ElectionType", version);
        if (TopicPartitions is null)
        {
            writer.WriteArrayCount(-1, flexible);
        }
        else
        {
            writer.WriteArrayCount(TopicPartitions.Count, flexible);
            foreach (var item in TopicPartitions) item.Write(writer, version);
        }
        writer.WriteInt32(TimeoutMs);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class ElectedTopic
    {
        public string Topic { get; set; } = "";

        public List<int> Partitions { get; set; } = [];

        internal static ElectLeadersRequest.ElectedTopic Read(ref KafkaReader reader, short version)
        {
            var value = new ElectLeadersRequest.ElectedTopic();
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
