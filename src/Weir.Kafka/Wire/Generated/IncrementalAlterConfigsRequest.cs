// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class IncrementalAlterConfigsRequest : IKafkaRequest<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>
{
    public const short Key = 44;
    public const short MinVersion = 0;
    public const short MaxVersion = 1;

    public static bool IsFlexible(short version) => version >= 1;

    static ApiKey IKafkaRequest<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>.ApiKey => ApiKey.IncrementalAlterConfigs;

    public List<IncrementalAlterConfigsRequest.AlterConfigsResource> Resources { get; set; } = [];

    public bool ValidateOnly { get; set; }

    public static IncrementalAlterConfigsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("IncrementalAlterConfigsRequest", version);
        var value = new IncrementalAlterConfigsRequest();
        var flexible = version >= 1;
        var countResources = reader.ReadArrayCount(flexible, 4);
        value.Resources = new List<IncrementalAlterConfigsRequest.AlterConfigsResource>(countResources);
        for (var i = 0; i < countResources; i++) value.Resources.Add(IncrementalAlterConfigsRequest.AlterConfigsResource.Read(ref reader, version));
        value.ValidateOnly = reader.ReadBool();
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("IncrementalAlterConfigsRequest", version);
        var flexible = version >= 1;
        writer.WriteArrayCount(Resources.Count, flexible);
        foreach (var item in Resources) item.Write(writer, version);
        writer.WriteBool(ValidateOnly);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class AlterConfigsResource
    {
        public sbyte ResourceType { get; set; }

        public string ResourceName { get; set; } = "";

        public List<IncrementalAlterConfigsRequest.AlterableConfig> Configs { get; set; } = [];

        internal static IncrementalAlterConfigsRequest.AlterConfigsResource Read(ref KafkaReader reader, short version)
        {
            var value = new IncrementalAlterConfigsRequest.AlterConfigsResource();
            var flexible = version >= 1;
            value.ResourceType = reader.ReadSByte();
            value.ResourceName = reader.ReadString(flexible);
            var countConfigs = reader.ReadArrayCount(flexible, 4);
            value.Configs = new List<IncrementalAlterConfigsRequest.AlterableConfig>(countConfigs);
            for (var i = 0; i < countConfigs; i++) value.Configs.Add(IncrementalAlterConfigsRequest.AlterableConfig.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 1;
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

    public sealed class AlterableConfig
    {
        public string Name { get; set; } = "";

        public sbyte ConfigOperation { get; set; }

        public string? Value { get; set; }

        internal static IncrementalAlterConfigsRequest.AlterableConfig Read(ref KafkaReader reader, short version)
        {
            var value = new IncrementalAlterConfigsRequest.AlterableConfig();
            var flexible = version >= 1;
            value.Name = reader.ReadString(flexible);
            value.ConfigOperation = reader.ReadSByte();
            value.Value = reader.ReadNullableString(flexible);
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 1;
            writer.WriteString(Name, flexible);
            writer.WriteSByte(ConfigOperation);
            writer.WriteNullableString(Value, flexible);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
