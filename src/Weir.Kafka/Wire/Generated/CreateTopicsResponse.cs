// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class CreateTopicsResponse : IKafkaMessage<CreateTopicsResponse>
{
    public const short Key = 19;
    public const short MinVersion = 2;
    public const short MaxVersion = 7;

    public static bool IsFlexible(short version) => version >= 5;

    public int ThrottleTimeMs { get; set; }

    public List<CreateTopicsResponse.CreatableTopicResult> Topics { get; set; } = [];

    public static CreateTopicsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("CreateTopicsResponse", version);
        var value = new CreateTopicsResponse();
        var flexible = version >= 5;
        value.ThrottleTimeMs = reader.ReadInt32();
        var countTopics = reader.ReadArrayCount(flexible, 6);
        value.Topics = new List<CreateTopicsResponse.CreatableTopicResult>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(CreateTopicsResponse.CreatableTopicResult.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("CreateTopicsResponse", version);
        var flexible = version >= 5;
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(Topics.Count, flexible);
        foreach (var item in Topics) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class CreatableTopicResult
    {
        public string Name { get; set; } = "";

        public Guid TopicId { get; set; }

        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        public KafkaError TopicConfigErrorCode { get; set; }

        public int NumPartitions { get; set; } = -1;

        public short ReplicationFactor { get; set; } = -1;

        public List<CreateTopicsResponse.TopicConfig>? Configs { get; set; }

        internal static CreateTopicsResponse.CreatableTopicResult Read(ref KafkaReader reader, short version)
        {
            var value = new CreateTopicsResponse.CreatableTopicResult();
            var flexible = version >= 5;
            value.Name = reader.ReadString(flexible);
            if (version >= 7)
            {
                value.TopicId = reader.ReadGuid();
            }
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.ErrorMessage = reader.ReadNullableString(flexible);
            if (version >= 5)
            {
                value.NumPartitions = reader.ReadInt32();
            }
            if (version >= 5)
            {
                value.ReplicationFactor = reader.ReadInt16();
            }
            if (version >= 5)
            {
                var countConfigs = reader.ReadNullableArrayCount(flexible, 6);
                value.Configs = countConfigs < 0 ? null : new List<CreateTopicsResponse.TopicConfig>(countConfigs);
                for (var i = 0; i < countConfigs; i++) value.Configs!.Add(CreateTopicsResponse.TopicConfig.Read(ref reader, version));
            }
            if (flexible)
            {
                var tags = reader.ReadTagCount();
                for (; tags > 0; tags--)
                {
                    var tag = reader.ReadTag(out var end);
                    switch (tag)
                    {
                        case 0 when version >= 5:
                        {
                            value.TopicConfigErrorCode = (KafkaError)reader.ReadInt16();
                            break;
                        }
                        default:
                        {
                            reader.SkipTo(end);
                            break;
                        }
                    }
                    reader.EndTag(end);
                }
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 5;
            writer.WriteString(Name, flexible);
            if (version >= 7)
            {
                writer.WriteGuid(TopicId);
            }
            writer.WriteInt16((short)ErrorCode);
            writer.WriteNullableString(ErrorMessage, flexible);
            if (version >= 5)
            {
                writer.WriteInt32(NumPartitions);
            }
            if (version >= 5)
            {
                writer.WriteInt16(ReplicationFactor);
            }
            if (version >= 5)
            {
                if (Configs is null)
                {
                    writer.WriteArrayCount(-1, flexible);
                }
                else
                {
                    writer.WriteArrayCount(Configs.Count, flexible);
                    foreach (var item in Configs) item.Write(writer, version);
                }
            }
            if (flexible)
            {
                var tags = 0u;
                if (version >= 5 && TopicConfigErrorCode != KafkaError.None) tags++;
                writer.WriteVarUInt32(tags);
                if (version >= 5 && TopicConfigErrorCode != KafkaError.None)
                {
                    var start = writer.BeginTag(0);
                    writer.WriteInt16((short)TopicConfigErrorCode);
                    writer.EndTag(start);
                }
            }
        }
    }

    public sealed class TopicConfig
    {
        public string Name { get; set; } = "";

        public string? Value { get; set; }

        public bool ReadOnly { get; set; }

        public sbyte ConfigSource { get; set; } = -1;

        public bool IsSensitive { get; set; }

        internal static CreateTopicsResponse.TopicConfig Read(ref KafkaReader reader, short version)
        {
            var value = new CreateTopicsResponse.TopicConfig();
            value.Name = reader.ReadString(true);
            value.Value = reader.ReadNullableString(true);
            value.ReadOnly = reader.ReadBool();
            value.ConfigSource = reader.ReadSByte();
            value.IsSensitive = reader.ReadBool();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(Name, true);
            writer.WriteNullableString(Value, true);
            writer.WriteBool(ReadOnly);
            writer.WriteSByte(ConfigSource);
            writer.WriteBool(IsSensitive);
            writer.WriteVarUInt32(0);
        }
    }
}
