// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ListOffsetsRequest : IKafkaRequest<ListOffsetsRequest, ListOffsetsResponse>
{
    public const short Key = 2;
    public const short MinVersion = 1;
    public const short MaxVersion = 10;

    public static bool IsFlexible(short version) => version >= 6;

    static ApiKey IKafkaRequest<ListOffsetsRequest, ListOffsetsResponse>.ApiKey => ApiKey.ListOffsets;

    public int ReplicaId { get; set; }

    public sbyte IsolationLevel { get; set; }

    public List<ListOffsetsRequest.Topic> Topics { get; set; } = [];

    public int TimeoutMs { get; set; }

    public static ListOffsetsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ListOffsetsRequest", version);
        var value = new ListOffsetsRequest();
        var flexible = version >= 6;
        value.ReplicaId = reader.ReadInt32();
        if (version >= 2)
        {
            value.IsolationLevel = reader.ReadSByte();
        }
        var countTopics = reader.ReadArrayCount(flexible, 3);
        value.Topics = new List<ListOffsetsRequest.Topic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(ListOffsetsRequest.Topic.Read(ref reader, version));
        if (version >= 10)
        {
            value.TimeoutMs = reader.ReadInt32();
        }
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ListOffsetsRequest", version);
        var flexible = version >= 6;
        writer.WriteInt32(ReplicaId);
        if (version >= 2)
        {
            writer.WriteSByte(IsolationLevel);
        }
        if (!(version >= 2) && IsolationLevel != 0) throw KafkaWriter.FieldLost("ListOffsetsRequest.IsolationLevel", version);
        writer.WriteArrayCount(Topics.Count, flexible);
        foreach (var item in Topics) item.Write(writer, version);
        if (version >= 10)
        {
            writer.WriteInt32(TimeoutMs);
        }
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Topic
    {
        public string Name { get; set; } = "";

        public List<ListOffsetsRequest.Partition> Partitions { get; set; } = [];

        internal static ListOffsetsRequest.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new ListOffsetsRequest.Topic();
            var flexible = version >= 6;
            value.Name = reader.ReadString(flexible);
            var countPartitions = reader.ReadArrayCount(flexible, 12);
            value.Partitions = new List<ListOffsetsRequest.Partition>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(ListOffsetsRequest.Partition.Read(ref reader, version));
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

    public sealed class Partition
    {
        public int PartitionIndex { get; set; }

        public int CurrentLeaderEpoch { get; set; } = -1;

        public long Timestamp { get; set; }

        internal static ListOffsetsRequest.Partition Read(ref KafkaReader reader, short version)
        {
            var value = new ListOffsetsRequest.Partition();
            var flexible = version >= 6;
            value.PartitionIndex = reader.ReadInt32();
            if (version >= 4)
            {
                value.CurrentLeaderEpoch = reader.ReadInt32();
            }
            value.Timestamp = reader.ReadInt64();
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
            if (version >= 4)
            {
                writer.WriteInt32(CurrentLeaderEpoch);
            }
            writer.WriteInt64(Timestamp);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
