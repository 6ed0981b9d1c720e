// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DeleteTopicsRequest : IKafkaRequest<DeleteTopicsRequest, DeleteTopicsResponse>
{
    public const short Key = 20;
    public const short MinVersion = 1;
    public const short MaxVersion = 6;

    public static bool IsFlexible(short version) => version >= 4;

    static ApiKey IKafkaRequest<DeleteTopicsRequest, DeleteTopicsResponse>.ApiKey => ApiKey.DeleteTopics;

    public List<DeleteTopicsRequest.Topic> Topics { get; set; } = [];

    public List<string> TopicNames { get; set; } = [];

    public int TimeoutMs { get; set; }

    public static DeleteTopicsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DeleteTopicsRequest", version);
        var value = new DeleteTopicsRequest();
        var flexible = version >= 4;
        if (version >= 6)
        {
            var countTopics = reader.ReadArrayCount(flexible, 18);
            value.Topics = new List<DeleteTopicsRequest.Topic>(countTopics);
            for (var i = 0; i < countTopics; i++) value.Topics.Add(DeleteTopicsRequest.Topic.Read(ref reader, version));
        }
        if (version <= 5)
        {
            var countTopicNames = reader.ReadArrayCount(flexible, 1);
            value.TopicNames = new List<string>(countTopicNames);
            for (var i = 0; i < countTopicNames; i++) value.TopicNames.Add(reader.ReadString(flexible));
        }
        value.TimeoutMs = reader.ReadInt32();
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DeleteTopicsRequest", version);
        var flexible = version >= 4;
        if (version >= 6)
        {
            writer.WriteArrayCount(Topics.Count, flexible);
            foreach (var item in Topics) item.Write(writer, version);
        }
        if (!(version >= 6) && Topics is not { Count: 0 }) throw KafkaWriter.FieldLost("DeleteTopicsRequest.Topics", version);
        if (version <= 5)
        {
            writer.WriteArrayCount(TopicNames.Count, flexible);
            foreach (var item in TopicNames) writer.WriteString(item, flexible);
        }
        writer.WriteInt32(TimeoutMs);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Topic
    {
        public string? Name { get; set; }

        public Guid TopicId { get; set; }

        internal static DeleteTopicsRequest.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new DeleteTopicsRequest.Topic();
            value.Name = reader.ReadNullableString(true);
            value.TopicId = reader.ReadGuid();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteNullableString(Name, true);
            writer.WriteGuid(TopicId);
            writer.WriteVarUInt32(0);
        }
    }
}
