// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeConfigsRequest : IKafkaRequest<DescribeConfigsRequest, DescribeConfigsResponse>
{
    public const short Key = 32;
    public const short MinVersion = 1;
    public const short MaxVersion = 4;

    public static bool IsFlexible(short version) => version >= 4;

    static ApiKey IKafkaRequest<DescribeConfigsRequest, DescribeConfigsResponse>.ApiKey => ApiKey.DescribeConfigs;

    public List<DescribeConfigsRequest.Resource> Resources { get; set; } = [];

    public bool IncludeSynonyms { get; set; }

    public bool IncludeDocumentation { get; set; }

    public static DescribeConfigsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeConfigsRequest", version);
        var value = new DescribeConfigsRequest();
        var flexible = version >= 4;
        var countResources = reader.ReadArrayCount(flexible, 4);
        value.Resources = new List<DescribeConfigsRequest.Resource>(countResources);
        for (var i = 0; i < countResources; i++) value.Resources.Add(DescribeConfigsRequest.Resource.Read(ref reader, version));
        value.IncludeSynonyms = reader.ReadBool();
        if (version >= 3)
        {
            value.IncludeDocumentation = reader.ReadBool();
        }
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeConfigsRequest", version);
        var flexible = version >= 4;
        writer.WriteArrayCount(Resources.Count, flexible);
        foreach (var item in Resources) item.Write(writer, version);
        writer.WriteBool(IncludeSynonyms);
        if (version >= 3)
        {
            writer.WriteBool(IncludeDocumentation);
        }
        if (!(version >= 3) && IncludeDocumentation) throw KafkaWriter.FieldLost("DescribeConfigsRequest.IncludeDocumentation", version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Resource
    {
        public sbyte ResourceType { get; set; }

        public string ResourceName { get; set; } = "";

        public List<string>? ConfigurationKeys { get; set; }

        internal static DescribeConfigsRequest.Resource Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeConfigsRequest.Resource();
            var flexible = version >= 4;
            value.ResourceType = reader.ReadSByte();
            value.ResourceName = reader.ReadString(flexible);
            var countConfigurationKeys = reader.ReadNullableArrayCount(flexible, 1);
            value.ConfigurationKeys = countConfigurationKeys < 0 ? null : new List<string>(countConfigurationKeys);
            for (var i = 0; i < countConfigurationKeys; i++) value.ConfigurationKeys!.Add(reader.ReadString(flexible));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 4;
            writer.WriteSByte(ResourceType);
            writer.WriteString(ResourceName, flexible);
            if (ConfigurationKeys is null)
            {
                writer.WriteArrayCount(-1, flexible);
            }
            else
            {
                writer.WriteArrayCount(ConfigurationKeys.Count, flexible);
                foreach (var item in ConfigurationKeys) writer.WriteString(item, flexible);
            }
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
