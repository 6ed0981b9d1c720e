// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ListPartitionReassignmentsResponse : IKafkaMessage<ListPartitionReassignmentsResponse>
{
    public const short Key = 46;
    public const short MinVersion = 0;
    public const short MaxVersion = 0;

    public static bool IsFlexible(short version) => true;

    public int ThrottleTimeMs { get; set; }

    public KafkaError ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public List<ListPartitionReassignmentsResponse.OngoingTopicReassignment> Topics { get; set; } = [];

    public static ListPartitionReassignmentsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ListPartitionReassignmentsResponse", version);
        var value = new ListPartitionReassignmentsResponse();
        value.ThrottleTimeMs = reader.ReadInt32();
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        value.ErrorMessage = reader.ReadNullableString(true);
        var countTopics = reader.ReadArrayCount(true, 3);
        value.Topics = new List<ListPartitionReassignmentsResponse.OngoingTopicReassignment>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(ListPartitionReassignmentsResponse.OngoingTopicReassignment.Read(ref reader, version));
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ListPartitionReassignmentsResponse", version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteInt16((short)ErrorCode);
        writer.WriteNullableString(ErrorMessage, true);
        writer.WriteArrayCount(Topics.Count, true);
        foreach (var item in Topics) item.Write(writer, version);
        writer.WriteVarUInt32(0);
    }

    public sealed class OngoingTopicReassignment
    {
        public string Name { get; set; } = "";

        public List<ListPartitionReassignmentsResponse.OngoingPartitionReassignment> Partitions { get; set; } = [];

        internal static ListPartitionReassignmentsResponse.OngoingTopicReassignment Read(ref KafkaReader reader, short version)
        {
            var value = new ListPartitionReassignmentsResponse.OngoingTopicReassignment();
            value.Name = reader.ReadString(true);
            var countPartitions = reader.ReadArrayCount(true, 8);
            value.Partitions = new List<ListPartitionReassignmentsResponse.OngoingPartitionReassignment>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(ListPartitionReassignmentsResponse.OngoingPartitionReassignment.Read(ref reader, version));
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

    public sealed class OngoingPartitionReassignment
    {
        public int PartitionIndex { get; set; }

        public List<int> Replicas { get; set; } = [];

        public List<int> AddingReplicas { get; set; } = [];

        public List<int> RemovingReplicas { get; set; } = [];

        internal static ListPartitionReassignmentsResponse.OngoingPartitionReassignment Read(ref KafkaReader reader, short version)
        {
            var value = new ListPartitionReassignmentsResponse.OngoingPartitionReassignment();
            value.PartitionIndex = reader.ReadInt32();
            var countReplicas = reader.ReadArrayCount(true, 4);
            value.Replicas = new List<int>(countReplicas);
            for (var i = 0; i < countReplicas; i++) value.Replicas.Add(reader.ReadInt32());
            var countAddingReplicas = reader.ReadArrayCount(true, 4);
            value.AddingReplicas = new List<int>(countAddingReplicas);
            for (var i = 0; i < countAddingReplicas; i++) value.AddingReplicas.Add(reader.ReadInt32());
            var countRemovingReplicas = reader.ReadArrayCount(true, 4);
            value.RemovingReplicas = new List<int>(countRemovingReplicas);
            for (var i = 0; i < countRemovingReplicas; i++) value.RemovingReplicas.Add(reader.ReadInt32());
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionIndex);
            writer.WriteArrayCount(Replicas.Count, true);
            foreach (var item in Replicas) writer.WriteInt32(item);
            writer.WriteArrayCount(AddingReplicas.Count, true);
            foreach (var item in AddingReplicas) writer.WriteInt32(item);
            writer.WriteArrayCount(RemovingReplicas.Count, true);
            foreach (var item in RemovingReplicas) writer.WriteInt32(item);
            writer.WriteVarUInt32(0);
        }
    }
}
