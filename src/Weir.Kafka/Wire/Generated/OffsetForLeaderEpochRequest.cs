// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class OffsetForLeaderEpochRequest : IKafkaRequest<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>
{
    public const short Key = 23;
    public const short MinVersion = 2;
    public const short MaxVersion = 4;

    public static bool IsFlexible(short version) => version >= 4;

    static ApiKey IKafkaRequest<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>.ApiKey => ApiKey.OffsetForLeaderEpoch;

    public int ReplicaId { get; set; } = -2;

    public List<OffsetForLeaderEpochRequest.OffsetForLeaderTopic> Topics { get; set; } = [];

    public static OffsetForLeaderEpochRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("OffsetForLeaderEpochRequest", version);
        var value = new OffsetForLeaderEpochRequest();
        var flexible = version >= 4;
        if (version >= 3)
        {
            value.ReplicaId = reader.ReadInt32();
        }
        var countTopics = reader.ReadArrayCount(flexible, 3);
        value.Topics = new List<OffsetForLeaderEpochRequest.OffsetForLeaderTopic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(OffsetForLeaderEpochRequest.OffsetForLeaderTopic.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("OffsetForLeaderEpochRequest", version);
        var flexible = version >= 4;
        if (version >= 3)
        {
            writer.WriteInt32(ReplicaId);
        }
        writer.WriteArrayCount(Topics.Count, flexible);
        foreach (var item in Topics) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class OffsetForLeaderTopic
    {
        public string Topic { get; set; } = "";

        public List<OffsetForLeaderEpochRequest.OffsetForLeaderPartition> Partitions { get; set; } = [];

        internal static OffsetForLeaderEpochRequest.OffsetForLeaderTopic Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetForLeaderEpochRequest.OffsetForLeaderTopic();
            var flexible = version >= 4;
            value.Topic = reader.ReadString(flexible);
            var countPartitions = reader.ReadArrayCount(flexible, 12);
            value.Partitions = new List<OffsetForLeaderEpochRequest.OffsetForLeaderPartition>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(OffsetForLeaderEpochRequest.OffsetForLeaderPartition.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 4;
            writer.WriteString(Topic, flexible);
            writer.WriteArrayCount(Partitions.Count, flexible);
            foreach (var item in Partitions) item.Write(writer, version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class OffsetForLeaderPartition
    {
        public int Partition { get; set; }

        public int CurrentLeaderEpoch { get; set; } = -1;

        public int LeaderEpoch { get; set; }

        internal static OffsetForLeaderEpochRequest.OffsetForLeaderPartition Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetForLeaderEpochRequest.OffsetForLeaderPartition();
            var flexible = version >= 4;
            value.Partition = reader.ReadInt32();
            value.CurrentLeaderEpoch = reader.ReadInt32();
            value.LeaderEpoch = reader.ReadInt32();
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 4;
            writer.WriteInt32(Partition);
            writer.WriteInt32(CurrentLeaderEpoch);
            writer.WriteInt32(LeaderEpoch);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
