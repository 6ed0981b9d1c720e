// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ListOffsetsResponse : IKafkaMessage<ListOffsetsResponse>
{
    public const short Key = 2;
    public const short MinVersion = 1;
    public const short MaxVersion = 10;

    public static bool IsFlexible(short version) => version >= 6;

    public int ThrottleTimeMs { get; set; }

    public List<ListOffsetsResponse.TopicResponse> Topics { get; set; } = [];

    public static ListOffsetsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ListOffsetsResponse", version);
        var value = new ListOffsetsResponse();
        var flexible = version >= 6;
        if (version >= 2)
        {
            value.ThrottleTimeMs = reader.ReadInt32();
        }
        var countTopics = reader.ReadArrayCount(flexible, 3);
        value.Topics = new List<ListOffsetsResponse.TopicResponse>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(ListOffsetsResponse.TopicResponse.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ListOffsetsResponse", version);
        var flexible = version >= 6;
        if (version >= 2)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }
        writer.WriteArrayCount(Topics.Count, flexible);
        foreach (var item in Topics) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class TopicResponse
    {
        public string Name { get; set; } = "";

        public List<ListOffsetsResponse.PartitionResponse> Partitions { get; set; } = [];

        internal static ListOffsetsResponse.TopicResponse Read(ref KafkaReader reader, short version)
        {
            var value = new ListOffsetsResponse.TopicResponse();
            var flexible = version >= 6;
            value.Name = reader.ReadString(flexible);
            var countPartitions = reader.ReadArrayCount(flexible, 22);
            value.Partitions = new List<ListOffsetsResponse.PartitionResponse>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(ListOffsetsResponse.PartitionResponse.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 6;
            writer.WriteString(Name, flexible);
            writer.WriteArrayCount(Partitions.Count, flexible);
            foreach (var item in Partitions) item.Write(writer, version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class PartitionResponse
    {
        public int PartitionIndex { get; set; }

        public KafkaError ErrorCode { get; set; }

        public long Timestamp { get; set; } = -1;

        public long Offset { get; set; } = -1;

        public int LeaderEpoch { get; set; } = -1;

        internal static ListOffsetsResponse.PartitionResponse Read(ref KafkaReader reader, short version)
        {
            var value = new ListOffsetsResponse.PartitionResponse();
            var flexible = version >= 6;
            value.PartitionIndex = reader.ReadInt32();
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.Timestamp = reader.ReadInt64();
            value.Offset = reader.ReadInt64();
            if (version >= 4)
            {
                value.LeaderEpoch = reader.ReadInt32();
            }
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 6;
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt16((short)ErrorCode);
            writer.WriteInt64(Timestamp);
            writer.WriteInt64(Offset);
            if (version >= 4)
            {
                writer.WriteInt32(LeaderEpoch);
            }
            if (!(version >= 4) && LeaderEpoch != -1) throw KafkaWriter.FieldLost("ListOffsetsResponse.PartitionResponse.LeaderEpoch", version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
