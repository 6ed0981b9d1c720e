// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class MetadataResponse : IKafkaMessage<MetadataResponse>
{
    public const short Key = 3;
    public const short MinVersion = 0;
    public const short MaxVersion = 13;

    public static bool IsFlexible(short version) => version >= 9;

    public int ThrottleTimeMs { get; set; }

    public List<MetadataResponse.Broker> Brokers { get; set; } = [];

    public string? ClusterId { get; set; }

    public int ControllerId { get; set; } = -1;

    public List<MetadataResponse.Topic> Topics { get; set; } = [];

    public int ClusterAuthorizedOperations { get; set; } = -2147483648;

    public KafkaError ErrorCode { get; set; }

    public static MetadataResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("MetadataResponse", version);
        var value = new MetadataResponse();
        var flexible = version >= 9;
        if (version >= 3)
        {
            value.ThrottleTimeMs = reader.ReadInt32();
        }
        var countBrokers = reader.ReadArrayCount(flexible, 10);
        value.Brokers = new List<MetadataResponse.Broker>(countBrokers);
        for (var i = 0; i < countBrokers; i++) value.Brokers.Add(MetadataResponse.Broker.Read(ref reader, version));
        if (version >= 2)
        {
            value.ClusterId = reader.ReadNullableString(flexible);
        }
        if (version >= 1)
        {
            value.ControllerId = reader.ReadInt32();
        }
        var countTopics = reader.ReadArrayCount(flexible, 8);
        value.Topics = new List<MetadataResponse.Topic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(MetadataResponse.Topic.Read(ref reader, version));
        if (version >= 8 && version <= 10)
        {
            value.ClusterAuthorizedOperations = reader.ReadInt32();
        }
        if (version >= 13)
        {
            value.ErrorCode = (KafkaError)reader.ReadInt16();
        }
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("MetadataResponse", version);
        var flexible = version >= 9;
        if (version >= 3)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }
        writer.WriteArrayCount(Brokers.Count, flexible);
        foreach (var item in Brokers) item.Write(writer, version);
        if (version >= 2)
        {
            writer.WriteNullableString(ClusterId, flexible);
        }
        if (version >= 1)
        {
            writer.WriteInt32(ControllerId);
        }
        writer.WriteArrayCount(Topics.Count, flexible);
        foreach (var item in Topics) item.Write(writer, version);
        if (version >= 8 && version <= 10)
        {
            writer.WriteInt32(ClusterAuthorizedOperations);
        }
        if (!(version >= 8 && version <= 10) && ClusterAuthorizedOperations != -2147483648) throw KafkaWriter.FieldLost("MetadataResponse.ClusterAuthorizedOperations", version);
        if (version >= 13)
        {
            writer.WriteInt16((short)ErrorCode);
        }
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Broker
    {
        public int NodeId { get; set; }

        public string Host { get; set; } = "";

        public int Port { get; set; }

        public string? Rack { get; set; }

        internal static MetadataResponse.Broker Read(ref KafkaReader reader, short version)
        {
            var value = new MetadataResponse.Broker();
            var flexible = version >= 9;
            value.NodeId = reader.ReadInt32();
            value.Host = reader.ReadString(flexible);
            value.Port = reader.ReadInt32();
            if (version >= 1)
            {
                value.Rack = reader.ReadNullableString(flexible);
            }
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 9;
            writer.WriteInt32(NodeId);
            writer.WriteString(Host, flexible);
            writer.WriteInt32(Port);
            if (version >= 1)
            {
                writer.WriteNullableString(Rack, flexible);
            }
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class Topic
    {
        public KafkaError ErrorCode { get; set; }

        public string? Name { get; set; } = "";

        public Guid TopicId { get; set; }

        public bool IsInternal { get; set; }

        public List<MetadataResponse.Partition> Partitions { get; set; } = [];

        public int TopicAuthorizedOperations { get; set; } = -2147483648;

        internal static MetadataResponse.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new MetadataResponse.Topic();
            var flexible = version >= 9;
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.Name = version >= 12 ? reader.ReadNullableString(flexible) : reader.ReadString(flexible);
            if (version >= 10)
            {
                value.TopicId = reader.ReadGuid();
            }
            if (version >= 1)
            {
                value.IsInternal = reader.ReadBool();
            }
            var countPartitions = reader.ReadArrayCount(flexible, 18);
            value.Partitions = new List<MetadataResponse.Partition>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(MetadataResponse.Partition.Read(ref reader, version));
            if (version >= 8)
            {
                value.TopicAuthorizedOperations = reader.ReadInt32();
            }
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 9;
            writer.WriteInt16((short)ErrorCode);
            if (!(version >= 12) && Name is null) throw KafkaWriter.NullNotAllowed("MetadataResponse.Topic.Name", version);
            writer.WriteNullableString(Name, flexible);
            if (version >= 10)
            {
                writer.WriteGuid(TopicId);
            }
            if (version >= 1)
            {
                writer.WriteBool(IsInternal);
            }
            writer.WriteArrayCount(Partitions.Count, flexible);
            foreach (var item in Partitions) item.Write(writer, version);
            if (version >= 8)
            {
                writer.WriteInt32(TopicAuthorizedOperations);
            }
            if (!(version >= 8) && TopicAuthorizedOperations != -2147483648) throw KafkaWriter.FieldLost("MetadataResponse.Topic.TopicAuthorizedOperations", version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
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

        public List<int> OfflineReplicas { get; set; } = [];

        internal static MetadataResponse.Partition Read(ref KafkaReader reader, short version)
        {
            var value = new MetadataResponse.Partition();
            var flexible = version >= 9;
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.PartitionIndex = reader.ReadInt32();
            value.LeaderId = reader.ReadInt32();
            if (version >= 7)
            {
                value.LeaderEpoch = reader.ReadInt32();
            }
            var countReplicaNodes = reader.ReadArrayCount(flexible, 4);
            value.ReplicaNodes = new List<int>(countReplicaNodes);
            for (var i = 0; i < countReplicaNodes; i++) value.ReplicaNodes.Add(reader.ReadInt32());
            var countIsrNodes = reader.ReadArrayCount(flexible, 4);
            value.IsrNodes = new List<int>(countIsrNodes);
            for (var i = 0; i < countIsrNodes; i++) value.IsrNodes.Add(reader.ReadInt32());
            if (version >= 5)
            {
                var countOfflineReplicas = reader.ReadArrayCount(flexible, 4);
                value.OfflineReplicas = new List<int>(countOfflineReplicas);
                for (var i = 0; i < countOfflineReplicas; i++) value.OfflineReplicas.Add(reader.ReadInt32());
            }
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 9;
            writer.WriteInt16((short)ErrorCode);
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt32(LeaderId);
            if (version >= 7)
            {
                writer.WriteInt32(LeaderEpoch);
            }
            writer.WriteArrayCount(ReplicaNodes.Count, flexible);
            foreach (var item in ReplicaNodes) writer.WriteInt32(item);
            writer.WriteArrayCount(IsrNodes.Count, flexible);
            foreach (var item in IsrNodes) writer.WriteInt32(item);
            if (version >= 5)
            {
                writer.WriteArrayCount(OfflineReplicas.Count, flexible);
                foreach (var item in OfflineReplicas) writer.WriteInt32(item);
            }
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
