// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeTopicPartitionsResponse : IKafkaMessage<DescribeTopicPartitionsResponse>
{
    public const short Key = 75;
    public const short MinVersion = 0;
    public const short MaxVersion = 0;

    public static bool IsFlexible(short version) => true;

    public int ThrottleTimeMs { get; set; }

    public List<DescribeTopicPartitionsResponse.Topic> Topics { get; set; } = [];

    public DescribeTopicPartitionsResponse.Cursor? NextCursor { get; set; }

    public static DescribeTopicPartitionsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeTopicPartitionsResponse", version);
        var value = new DescribeTopicPartitionsResponse();
        value.ThrottleTimeMs = reader.ReadInt32();
        var countTopics = reader.ReadArrayCount(true, 26);
        value.Topics = new List<DescribeTopicPartitionsResponse.Topic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(DescribeTopicPartitionsResponse.Topic.Read(ref reader, version));
        value.NextCursor = reader.ReadPresence() ? DescribeTopicPartitionsResponse.Cursor.Read(ref reader, version) : null;
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeTopicPartitionsResponse", version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(Topics.Count, true);
        foreach (var item in Topics) item.Write(writer, version);
        writer.WritePresence(NextCursor is not null);
        NextCursor?.Write(writer, version);
        writer.WriteVarUInt32(0);
    }

    public sealed class Topic
    {
        public KafkaError ErrorCode { get; set; }

        public string? Name { get; set; }

        public Guid TopicId { get; set; }

        public bool IsInternal { get; set; }

        public List<DescribeTopicPartitionsResponse.Partition> Partitions { get; set; } = [];

        public int TopicAuthorizedOperations { get; set; } = -2147483648;

        internal static DescribeTopicPartitionsResponse.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeTopicPartitionsResponse.Topic();
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.Name = reader.ReadNullableString(true);
            value.TopicId = reader.ReadGuid();
            value.IsInternal = reader.ReadBool();
            var countPartitions = reader.ReadArrayCount(true, 20);
            value.Partitions = new List<DescribeTopicPartitionsResponse.Partition>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(DescribeTopicPartitionsResponse.Partition.Read(ref reader, version));
            value.TopicAuthorizedOperations = reader.ReadInt32();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt16((short)ErrorCode);
            writer.WriteNullableString(Name, true);
            writer.WriteGuid(TopicId);
            writer.WriteBool(IsInternal);
            writer.WriteArrayCount(Partitions.Count, true);
            foreach (var item in Partitions) item.Write(writer, version);
            writer.WriteInt32(TopicAuthorizedOperations);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Partition
    {
        public KafkaError ErrorCode { get; set; }

        public int PartitionIndex { get; set; }

        public int LeaderId { get; set; }

        public int LeaderEpoch { get; set; } = -1;

        public List<int> ReplicaNodes { get; set; } = [];

        public List<int> IsrNodes { get; set; } = [];

        public List<int>? EligibleLeaderReplicas { get; set; }

        public List<int>? LastKnownElr { get; set; }

        public List<int> OfflineReplicas { get; set; } = [];

        internal static DescribeTopicPartitionsResponse.Partition Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeTopicPartitionsResponse.Partition();
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.PartitionIndex = reader.ReadInt32();
            value.LeaderId = reader.ReadInt32();
            value.LeaderEpoch = reader.ReadInt32();
            var countReplicaNodes = reader.ReadArrayCount(true, 4);
            value.ReplicaNodes = new List<int>(countReplicaNodes);
            for (var i = 0; i < countReplicaNodes; i++) value.ReplicaNodes.Add(reader.ReadInt32());
            var countIsrNodes = reader.ReadArrayCount(true, 4);
            value.IsrNodes = new List<int>(countIsrNodes);
            for (var i = 0; i < countIsrNodes; i++) value.IsrNodes.Add(reader.ReadInt32());
            var countEligibleLeaderReplicas = reader.ReadNullableArrayCount(true, 4);
            value.EligibleLeaderReplicas = countEligibleLeaderReplicas < 0 ? null : new List<int>(countEligibleLeaderReplicas);
            for (var i = 0; i < countEligibleLeaderReplicas; i++) value.EligibleLeaderReplicas!.Add(reader.ReadInt32());
            var countLastKnownElr = reader.ReadNullableArrayCount(true, 4);
            value.LastKnownElr = countLastKnownElr < 0 ? null : new List<int>(countLastKnownElr);
            for (var i = 0; i < countLastKnownElr; i++) value.LastKnownElr!.Add(reader.ReadInt32());
            var countOfflineReplicas = reader.ReadArrayCount(true, 4);
            value.OfflineReplicas = new List<int>(countOfflineReplicas);
            for (var i = 0; i < countOfflineReplicas; i++) value.OfflineReplicas.Add(reader.ReadInt32());
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt16((short)ErrorCode);
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt32(LeaderId);
            writer.WriteInt32(LeaderEpoch);
            writer.WriteArrayCount(ReplicaNodes.Count, true);
            foreach (var item in ReplicaNodes) writer.WriteInt32(item);
            writer.WriteArrayCount(IsrNodes.Count, true);
            foreach (var item in IsrNodes) writer.WriteInt32(item);
            if (EligibleLeaderReplicas is null)
            {
                writer.WriteArrayCount(-1, true);
            }
            else
            {
                writer.WriteArrayCount(EligibleLeaderReplicas.Count, true);
                foreach (var item in EligibleLeaderReplicas) writer.WriteInt32(item);
            }
            if (LastKnownElr is null)
            {
                writer.WriteArrayCount(-1, true);
            }
            else
            {
                writer.WriteArrayCount(LastKnownElr.Count, true);
                foreach (var item in LastKnownElr) writer.WriteInt32(item);
            }
            writer.WriteArrayCount(OfflineReplicas.Count, true);
            foreach (var item in OfflineReplicas) writer.WriteInt32(item);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Cursor
    {
        public string TopicName { get; set; } = "";

        public int PartitionIndex { get; set; }

        internal static DescribeTopicPartitionsResponse.Cursor Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeTopicPartitionsResponse.Cursor();
            value.TopicName = reader.ReadString(true);
            value.PartitionIndex = reader.ReadInt32();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(TopicName, true);
            writer.WriteInt32(PartitionIndex);
            writer.WriteVarUInt32(0);
        }
    }
}
