// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class OffsetForLeaderEpochResponse : IKafkaMessage<OffsetForLeaderEpochResponse>
{
    public const short Key = 23;
    public const short MinVersion = 2;
    public const short MaxVersion = 4;

    public static bool IsFlexible(short version) => version >= 4;

    public int ThrottleTimeMs { get; set; }

    public List<OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult> Topics { get; set; } = [];

    public static OffsetForLeaderEpochResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("OffsetForLeaderEpochResponse", version);
        var value = new OffsetForLeaderEpochResponse();
        var flexible = version >= 4;
        value.ThrottleTimeMs = reader.ReadInt32();
        var countTopics = reader.ReadArrayCount(flexible, 3);
        value.Topics = new List<OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("OffsetForLeaderEpochResponse", version);
        var flexible = version >= 4;
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(Topics.Count, flexible);
        foreach (var item in Topics) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class OffsetForLeaderTopicResult
    {
        public string Topic { get; set; } = "";

        public List<OffsetForLeaderEpochResponse.EpochEndOffset> Partitions { get; set; } = [];

        internal static OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult();
            var flexible = version >= 4;
            value.Topic = reader.ReadString(flexible);
            var countPartitions = reader.ReadArrayCount(flexible, 18);
            value.Partitions = new List<OffsetForLeaderEpochResponse.EpochEndOffset>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(OffsetForLeaderEpochResponse.EpochEndOffset.Read(ref reader, version));
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

    public sealed class EpochEndOffset
    {
        public KafkaError ErrorCode { get; set; }

        public int Partition { get; set; }

        public int LeaderEpoch { get; set; } = -1;

        public long EndOffset { get; set; } = -1;

        internal static OffsetForLeaderEpochResponse.EpochEndOffset Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetForLeaderEpochResponse.EpochEndOffset();
            var flexible = version >= 4;
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.Partition = reader.ReadInt32();
            value.LeaderEpoch = reader.ReadInt32();
            value.EndOffset = reader.ReadInt64();
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 4;
            writer.WriteInt16((short)ErrorCode);
            writer.WriteInt32(Partition);
            writer.WriteInt32(LeaderEpoch);
            writer.WriteInt64(EndOffset);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
