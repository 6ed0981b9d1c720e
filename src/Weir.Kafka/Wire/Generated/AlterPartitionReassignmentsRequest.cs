// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class AlterPartitionReassignmentsRequest : IKafkaRequest<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>
{
    public const short Key = 45;
    public const short MinVersion = 0;
    public const short MaxVersion = 1;

    public static bool IsFlexible(short version) => true;

    static ApiKey IKafkaRequest<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>.ApiKey => ApiKey.AlterPartitionReassignments;

    public int TimeoutMs { get; set; } = 60000;

    public bool AllowReplicationFactorChange { get; set; } = true;

    public List<AlterPartitionReassignmentsRequest.ReassignableTopic> Topics { get; set; } = [];

    public static AlterPartitionReassignmentsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("AlterPartitionReassignmentsRequest", version);
        var value = new AlterPartitionReassignmentsRequest();
        value.TimeoutMs = reader.ReadInt32();
        if (version >= 1)
        {
            value.AllowReplicationFactorChange = reader.ReadBool();
        }
        var countTopics = reader.ReadArrayCount(true, 3);
        value.Topics = new List<AlterPartitionReassignmentsRequest.ReassignableTopic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(AlterPartitionReassignmentsRequest.ReassignableTopic.Read(ref reader, version));
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("AlterPartitionReassignmentsRequest", version);
        writer.WriteInt32(TimeoutMs);
        if (version >= 1)
        {
            writer.WriteBool(AllowReplicationFactorChange);
        }
        if (!(version >= 1) && !AllowReplicationFactorChange) throw KafkaWriter.FieldLost("AlterPartitionReassignmentsRequest.AllowReplicationFactorChange", version);
        writer.WriteArrayCount(Topics.Count, true);
        foreach (var item in Topics) item.Write(writer, version);
        writer.WriteVarUInt32(0);
    }

    public sealed class ReassignableTopic
    {
        public string Name { get; set; } = "";

        public List<AlterPartitionReassignmentsRequest.ReassignablePartition> Partitions { get; set; } = [];

        internal static AlterPartitionReassignmentsRequest.ReassignableTopic Read(ref KafkaReader reader, short version)
        {
            var value = new AlterPartitionReassignmentsRequest.ReassignableTopic();
            value.Name = reader.ReadString(true);
            var countPartitions = reader.ReadArrayCount(true, 6);
            value.Partitions = new List<AlterPartitionReassignmentsRequest.ReassignablePartition>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(AlterPartitionReassignmentsRequest.ReassignablePartition.Read(ref reader, version));
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(Name, true);
            writer.WriteArrayCount(Partitions.Count, true);
            foreach (var item in Partitions) item.Write(writer, version);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class ReassignablePartition
    {
        public int PartitionIndex { get; set; }

        public List<int>? Replicas { get; set; }

        internal static AlterPartitionReassignmentsRequest.ReassignablePartition Read(ref KafkaReader reader, short version)
        {
            var value = new AlterPartitionReassignmentsRequest.ReassignablePartition();
            value.PartitionIndex = reader.ReadInt32();
            var countReplicas = reader.ReadNullableArrayCount(true, 4);
            value.Replicas = countReplicas < 0 ? null : new List<int>(countReplicas);
            for (var i = 0; i < countReplicas; i++) value.Replicas!.Add(reader.ReadInt32());
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionIndex);
            if (Replicas is null)
            {
                writer.WriteArrayCount(-1, true);
            }
            else
            {
                writer.WriteArrayCount(Replicas.Count, true);
                foreach (var item in Replicas) writer.WriteInt32(item);
            }
            writer.WriteVarUInt32(0);
        }
    }
}
