// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class MetadataRequest : IKafkaRequest<MetadataRequest, MetadataResponse>
{
    public const short Key = 3;
    public const short MinVersion = 0;
    public const short MaxVersion = 13;

    public static bool IsFlexible(short version) => version >= 9;

    static ApiKey IKafkaRequest<MetadataRequest, MetadataResponse>.ApiKey => ApiKey.Metadata;

    public List<MetadataRequest.Topic>? Topics { get; set; } = [];

    public bool AllowAutoTopicCreation { get; set; } = true;

    public bool IncludeClusterAuthorizedOperations { get; set; }

    public bool IncludeTopicAuthorizedOperations { get; set; }

    public static MetadataRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("MetadataRequest", version);
        var value = new MetadataRequest();
        var flexible = version >= 9;
        var countTopics = version >= 1 ? reader.ReadNullableArrayCount(flexible, 2) : reader.ReadArrayCount(flexible, 2);
        value.Topics = countTopics < 0 ? null : new List<MetadataRequest.Topic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics!.Add(MetadataRequest.Topic.Read(ref reader, version));
        if (version >= 4)
        {
            value.AllowAutoTopicCreation = reader.ReadBool();
        }
        if (version >= 8 && version <= 10)
        {
            value.IncludeClusterAuthorizedOperations = reader.ReadBool();
        }
        if (version >= 8)
        {
            value.IncludeTopicAuthorizedOperations = reader.ReadBool();
        }
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("MetadataRequest", version);
        var flexible = version >= 9;
        if (Topics is null)
        {
            if (!(version >= 1)) throw KafkaWriter.NullNotAllowed("MetadataRequest.Topics", version);
            writer.WriteArrayCount(-1, flexible);
        }
        else
        {
            writer.WriteArrayCount(Topics.Count, flexible);
            foreach (var item in Topics) item.Write(writer, version);
        }
        if (version >= 4)
        {
            writer.WriteBool(AllowAutoTopicCreation);
        }
        if (!(version >= 4) && !AllowAutoTopicCreation) throw KafkaWriter.FieldLost("MetadataRequest.AllowAutoTopicCreation", version);
        if (version >= 8 && version <= 10)
        {
            writer.WriteBool(IncludeClusterAuthorizedOperations);
        }
        if (!(version >= 8 && version <= 10) && IncludeClusterAuthorizedOperations) throw KafkaWriter.FieldLost("MetadataRequest.IncludeClusterAuthorizedOperations", version);
        if (version >= 8)
        {
            writer.WriteBool(IncludeTopicAuthorizedOperations);
        }
        if (!(version >= 8) && IncludeTopicAuthorizedOperations) throw KafkaWriter.FieldLost("MetadataRequest.IncludeTopicAuthorizedOperations", version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Topic
    {
        public Guid TopicId { get; set; }

        public string? Name { get; set; } = "";

        internal static MetadataRequest.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new MetadataRequest.Topic();
            var flexible = version >= 9;
            if (version >= 10)
            {
                value.TopicId = reader.ReadGuid();
            }
            value.Name = version >= 10 ? reader.ReadNullableString(flexible) : reader.ReadString(flexible);
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 9;
            if (version >= 10)
            {
                writer.WriteGuid(TopicId);
            }
            if (!(version >= 10) && Name is null) throw KafkaWriter.NullNotAllowed("MetadataRequest.Topic.Name", version);
            writer.WriteNullableString(Name, flexible);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
