// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class CreateTopicsRequest : IKafkaRequest<CreateTopicsRequest, CreateTopicsResponse>
{
    public const short Key = 19;
    public const short MinVersion = 2;
    public const short MaxVersion = 7;

    public static bool IsFlexible(short version) => version >= 5;

    static ApiKey IKafkaRequest<CreateTopicsRequest, CreateTopicsResponse>.ApiKey => ApiKey.CreateTopics;

    public List<CreateTopicsRequest.CreatableTopic> Topics { get; set; } = [];

    public int TimeoutMs { get; set; } = 60000;

    public bool ValidateOnly { get; set; }

    public static CreateTopicsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("CreateTopicsRequest", version);
        var value = new CreateTopicsRequest();
        var flexible = version >= 5;
        var countTopics = reader.ReadArrayCount(flexible, 10);
        value.Topics = new List<CreateTopicsRequest.CreatableTopic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(CreateTopicsRequest.CreatableTopic.Read(ref reader, version));
        value.TimeoutMs = reader.ReadInt32();
        value.ValidateOnly = reader.ReadBool();
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("CreateTopicsRequest", version);
        var flexible = version >= 5;
        writer.WriteArrayCount(Topics.Count, flexible);
        foreach (var item in Topics) item.Write(writer, version);
        writer.WriteInt32(TimeoutMs);
        writer.WriteBool(ValidateOnly);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class CreatableTopic
    {
        public string Name { get; set; } = "";

        public int NumPartitions { get; set; }

        public short ReplicationFactor { get; set; }

        public List<CreateTopicsRequest.CreatableReplicaAssignment> Assignments { get; set; } = [];

        public List<CreateTopicsRequest.CreatableTopicConfig> Configs { get; set; } = [];

        internal static CreateTopicsRequest.CreatableTopic Read(ref KafkaReader reader, short version)
        {
            var value = new CreateTopicsRequest.CreatableTopic();
            var flexible = version >= 5;
            value.Name = reader.ReadString(flexible);
            value.NumPartitions = reader.ReadInt32();
            value.ReplicationFactor = reader.ReadInt16();
            var countAssignments = reader.ReadArrayCount(flexible, 6);
            value.Assignments = new List<CreateTopicsRequest.CreatableReplicaAssignment>(countAssignments);
            for (var i = 0; i < countAssignments; i++) value.Assignments.Add(CreateTopicsRequest.CreatableReplicaAssignment.Read(ref reader, version));
            var countConfigs = reader.ReadArrayCount(flexible, 3);
            value.Configs = new List<CreateTopicsRequest.CreatableTopicConfig>(countConfigs);
            for (var i = 0; i < countConfigs; i++) value.Configs.Add(CreateTopicsRequest.CreatableTopicConfig.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 5;
            writer.WriteString(Name, flexible);
            writer.WriteInt32(NumPartitions);
            writer.WriteInt16(ReplicationFactor);
            writer.WriteArrayCount(Assignments.Count, flexible);
            foreach (var item in Assignments) item.Write(writer, version);
            writer.WriteArrayCount(Configs.Count, flexible);
            foreach (var item in Configs) item.Write(writer, version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class CreatableReplicaAssignment
    {
        public int PartitionIndex { get; set; }

        public List<int> BrokerIds { get; set; } = [];

        internal static CreateTopicsRequest.CreatableReplicaAssignment Read(ref KafkaReader reader, short version)
        {
            var value = new CreateTopicsRequest.CreatableReplicaAssignment();
            var flexible = version >= 5;
            value.PartitionIndex = reader.ReadInt32();
            var countBrokerIds = reader.ReadArrayCount(flexible, 4);
            value.BrokerIds = new List<int>(countBrokerIds);
            for (var i = 0; i < countBrokerIds; i++) value.BrokerIds.Add(reader.ReadInt32());
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 5;
            writer.WriteInt32(PartitionIndex);
            writer.WriteArrayCount(BrokerIds.Count, flexible);
            foreach (var item in BrokerIds) writer.WriteInt32(item);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class CreatableTopicConfig
    {
        public string Name { get; set; } = "";

        public string? Value { get; set; }

        internal static CreateTopicsRequest.CreatableTopicConfig Read(ref KafkaReader reader, short version)
        {
            var value = new CreateTopicsRequest.CreatableTopicConfig();
            var flexible = version >= 5;
            value.Name = reader.ReadString(flexible);
            value.Value = reader.ReadNullableString(flexible);
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 5;
            writer.WriteString(Name, flexible);
            writer.WriteNullableString(Value, flexible);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
