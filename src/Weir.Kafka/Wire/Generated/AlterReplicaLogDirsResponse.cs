// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class AlterReplicaLogDirsResponse : IKafkaMessage<AlterReplicaLogDirsResponse>
{
    public const short Key = 34;
    public const short MinVersion = 1;
    public const short MaxVersion = 2;

    public static bool IsFlexible(short version) => version >= 2;

    public int ThrottleTimeMs { get; set; }

    public List<AlterReplicaLogDirsResponse.TopicResult> Results { get; set; } = [];

    public static AlterReplicaLogDirsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("AlterReplicaLogDirsResponse", version);
        var value = new AlterReplicaLogDirsResponse();
        var flexible = version >= 2;
        value.ThrottleTimeMs = reader.ReadInt32();
        var countResults = reader.ReadArrayCount(flexible, 3);
        value.Results = new List<AlterReplicaLogDirsResponse.TopicResult>(countResults);
        for (var i = 0; i < countResults; i++) value.Results.Add(AlterReplicaLogDirsResponse.TopicResult.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("AlterReplicaLogDirsResponse", version);
        var flexible = version >= 2;
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(Results.Count, flexible);
        foreach (var item in Results) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class TopicResult
    {
        public string TopicName { get; set; } = "";

        public List<AlterReplicaLogDirsResponse.PartitionResult> Partitions { get; set; } = [];

        internal static AlterReplicaLogDirsResponse.TopicResult Read(ref KafkaReader reader, short version)
        {
            var value = new AlterReplicaLogDirsResponse.TopicResult();
            var flexible = version >= 2;
            value.TopicName = reader.ReadString(flexible);
            var countPartitions = reader.ReadArrayCount(flexible, 6);
            value.Partitions = new List<AlterReplicaLogDirsResponse.PartitionResult>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(AlterReplicaLogDirsResponse.PartitionResult.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 2;
            writer.WriteString(TopicName, flexible);
            writer.WriteArrayCount(Partitions.Count, flexible);
            foreach (var item in Partitions) item.Write(writer, version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class PartitionResult
    {
        public int PartitionIndex { get; set; }

        public KafkaError ErrorCode { get; set; }

        internal static AlterReplicaLogDirsResponse.PartitionResult Read(ref KafkaReader reader, short version)
        {
            var value = new AlterReplicaLogDirsResponse.PartitionResult();
            var flexible = version >= 2;
            value.PartitionIndex = reader.ReadInt32();
            value.ErrorCode = (KafkaError)reader.ReadInt16();
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
            writer.WriteInt16((short)ErrorCode);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
