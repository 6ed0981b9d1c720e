// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeConfigsResponse : IKafkaMessage<DescribeConfigsResponse>
{
    public const short Key = 32;
    public const short MinVersion = 1;
    public const short MaxVersion = 4;

    public static bool IsFlexible(short version) => version >= 4;

    public int ThrottleTimeMs { get; set; }

    public List<DescribeConfigsResponse.DescribeConfigsResult> Results { get; set; } = [];

    public static DescribeConfigsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeConfigsResponse", version);
        var value = new DescribeConfigsResponse();
        var flexible = version >= 4;
        value.ThrottleTimeMs = reader.ReadInt32();
        var countResults = reader.ReadArrayCount(flexible, 7);
        value.Results = new List<DescribeConfigsResponse.DescribeConfigsResult>(countResults);
        for (var i = 0; i < countResults; i++) value.Results.Add(DescribeConfigsResponse.DescribeConfigsResult.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeConfigsResponse", version);
        var flexible = version >= 4;
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(Results.Count, flexible);
        foreach (var item in Results) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class DescribeConfigsResult
    {
        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        public sbyte ResourceType { get; set; }

        public string ResourceName { get; set; } = "";

        public List<DescribeConfigsResponse.ResourceResult> Configs { get; set; } = [];

        internal static DescribeConfigsResponse.DescribeConfigsResult Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeConfigsResponse.DescribeConfigsResult();
            var flexible = version >= 4;
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.ErrorMessage = reader.ReadNullableString(flexible);
            value.ResourceType = reader.ReadSByte();
            value.ResourceName = reader.ReadString(flexible);
            var countConfigs = reader.ReadArrayCount(flexible, 9);
            value.Configs = new List<DescribeConfigsResponse.ResourceResult>(countConfigs);
            for (var i = 0; i < countConfigs; i++) value.Configs.Add(DescribeConfigsResponse.ResourceResult.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 4;
            writer.WriteInt16((short)ErrorCode);
            writer.WriteNullableString(ErrorMessage, flexible);
            writer.WriteSByte(ResourceType);
            writer.WriteString(ResourceName, flexible);
            writer.WriteArrayCount(Configs.Count, flexible);
            foreach (var item in Configs) item.Write(writer, version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class ResourceResult
    {
        public string Name { get; set; } = "";

        public string? Value { get; set; }

        public bool ReadOnly { get; set; }

        public sbyte ConfigSource { get; set; } = -1;

        public bool IsSensitive { get; set; }

        public List<DescribeConfigsResponse.Synonym> Synonyms { get; set; } = [];

        public sbyte ConfigType { get; set; }

        public string? Documentation { get; set; }

        internal static DescribeConfigsResponse.ResourceResult Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeConfigsResponse.ResourceResult();
            var flexible = version >= 4;
            value.Name = reader.ReadString(flexible);
            value.Value = reader.ReadNullableString(flexible);
            value.ReadOnly = reader.ReadBool();
            value.ConfigSource = reader.ReadSByte();
            value.IsSensitive = reader.ReadBool();
            var countSynonyms = reader.ReadArrayCount(flexible, 4);
            value.Synonyms = new List<DescribeConfigsResponse.Synonym>(countSynonyms);
            for (var i = 0; i < countSynonyms; i++) value.Synonyms.Add(DescribeConfigsResponse.Synonym.Read(ref reader, version));
            if (version >= 3)
            {
                value.ConfigType = reader.ReadSByte();
            }
            if (version >= 3)
            {
                value.Documentation = reader.ReadNullableString(flexible);
            }
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 4;
            writer.WriteString(Name, flexible);
            writer.WriteNullableString(Value, flexible);
            writer.WriteBool(ReadOnly);
            writer.WriteSByte(ConfigSource);
            writer.WriteBool(IsSensitive);
            writer.WriteArrayCount(Synonyms.Count, flexible);
            foreach (var item in Synonyms) item.Write(writer, version);
            if (version >= 3)
            {
                writer.WriteSByte(ConfigType);
            }
            if (version >= 3)
            {
                writer.WriteNullableString(Documentation, flexible);
            }
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class Synonym
    {
        public string Name { get; set; } = "";

        public string? Value { get; set; }

        public sbyte Source { get; set; }

        internal static DescribeConfigsResponse.Synonym Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeConfigsResponse.Synonym();
            var flexible = version >= 4;
            value.Name = reader.ReadString(flexible);
            value.Value = reader.ReadNullableString(flexible);
            value.Source = reader.ReadSByte();
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 4;
            writer.WriteString(Name, flexible);
            writer.WriteNullableString(Value, flexible);
            writer.WriteSByte(Source);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
