// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeLogDirsResponse : IKafkaMessage<DescribeLogDirsResponse>
{
    public const short Key = 35;
    public const short MinVersion = 1;
    public const short MaxVersion = 4;

    public static bool IsFlexible(short version) => version >= 2;

    public int ThrottleTimeMs { get; set; }

    public KafkaError ErrorCode { get; set; }

    public List<DescribeLogDirsResponse.DescribeLogDirsResult> Results { get; set; } = [];

    public static DescribeLogDirsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeLogDirsResponse", version);
        var value = new DescribeLogDirsResponse();
        var flexible = version >= 2;
        value.ThrottleTimeMs = reader.ReadInt32();
        if (version >= 3)
        {
            value.ErrorCode = (KafkaError)reader.ReadInt16();
        }
        var countResults = reader.ReadArrayCount(flexible, 5);
        value.Results = new List<DescribeLogDirsResponse.DescribeLogDirsResult>(countResults);
        for (var i = 0; i < countResults; i++) value.Results.Add(DescribeLogDirsResponse.DescribeLogDirsResult.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeLogDirsResponse", version);
        var flexible = version >= 2;
        writer.WriteInt32(ThrottleTimeMs);
        if (version >= 3)
        {
            writer.WriteInt16((short)ErrorCode);
        }
        writer.WriteArrayCount(Results.Count, flexible);
        foreach (var item in Results) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class DescribeLogDirsResult
    {
        public KafkaError ErrorCode { get; set; }

        public string LogDir { get; set; } = "";

        public List<DescribeLogDirsResponse.Topic> Topics { get; set; } = [];

        public long TotalBytes { get; set; } = -1;

        public long UsableBytes { get; set; } = -1;

        internal static DescribeLogDirsResponse.DescribeLogDirsResult Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeLogDirsResponse.DescribeLogDirsResult();
            var flexible = version >= 2;
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.LogDir = reader.ReadString(flexible);
            var countTopics = reader.ReadArrayCount(flexible, 3);
            value.Topics = new List<DescribeLogDirsResponse.Topic>(countTopics);
            for (var i = 0; i < countTopics; i++) value.Topics.Add(DescribeLogDirsResponse.Topic.Read(ref reader, version));
            if (version >= 4)
            {
                value.TotalBytes = reader.ReadInt64();
            }
            if (version >= 4)
            {
                value.UsableBytes = reader.ReadInt64();
            }
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 2;
            writer.WriteInt16((short)ErrorCode);
            writer.WriteString(LogDir, flexible);
            writer.WriteArrayCount(Topics.Count, flexible);
            foreach (var item in Topics) item.Write(writer, version);
            if (version >= 4)
            {
                writer.WriteInt64(TotalBytes);
            }
            if (version >= 4)
            {
                writer.WriteInt64(UsableBytes);
            }
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class Topic
    {
        public string Name { get; set; } = "";

        public List<DescribeLogDirsResponse.Partition> Partitions { get; set; } = [];

        internal static DescribeLogDirsResponse.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeLogDirsResponse.Topic();
            var flexible = version >= 2;
            value.Name = reader.ReadString(flexible);
            var countPartitions = reader.ReadArrayCount(flexible, 21);
            value.Partitions = new List<DescribeLogDirsResponse.Partition>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(DescribeLogDirsResponse.Partition.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 2;
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

        public long PartitionSize { get; set; }

        public long OffsetLag { get; set; }

        public bool IsFutureKey { get; set; }

        internal static DescribeLogDirsResponse.Partition Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeLogDirsResponse.Partition();
            var flexible = version >= 2;
            value.PartitionIndex = reader.ReadInt32();
            value.PartitionSize = reader.ReadInt64();
            value.OffsetLag = reader.ReadInt64();
            value.IsFutureKey = reader.ReadBool();
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 2;
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt64(PartitionSize);
            writer.WriteInt64(OffsetLag);
            writer.WriteBool(IsFutureKey);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
