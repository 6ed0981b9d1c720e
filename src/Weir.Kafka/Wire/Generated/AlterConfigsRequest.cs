// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class AlterConfigsRequest : IKafkaRequest<AlterConfigsRequest, AlterConfigsResponse>
{
    public const short Key = 33;
    public const short MinVersion = 0;
    public const short MaxVersion = 2;

    public static bool IsFlexible(short version) => version >= 2;

    static ApiKey IKafkaRequest<AlterConfigsRequest, AlterConfigsResponse>.ApiKey => ApiKey.AlterConfigs;

    public List<AlterConfigsRequest.Resource> Resources { get; set; } = [];

    public bool ValidateOnly { get; set; }

    public static AlterConfigsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("AlterConfigsRequest", version);
        var value = new AlterConfigsRequest();
        var flexible = version >= 2;
        var countResources = reader.ReadArrayCount(flexible, 4);
        value.Resources = new List<AlterConfigsRequest.Resource>(countResources);
        for (var i = 0; i < countResources; i++) value.Resources.Add(AlterConfigsRequest.Resource.Read(ref reader, version));
        value.ValidateOnly = reader.ReadBool();
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("AlterConfigsRequest", version);
        var flexible = version >= 2;
        writer.WriteArrayCount(Resources.Count, flexible);
        foreach (var item in Resources) item.Write(writer, version);
        writer.WriteBool(ValidateOnly);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Resource
    {
        public sbyte ResourceType { get; set; }

        public string ResourceName { get; set; } = "";

        public List<AlterConfigsRequest.AlterableConfig> Configs { get; set; } = [];

        internal static AlterConfigsRequest.Resource Read(ref KafkaReader reader, short version)
        {
            var value = new AlterConfigsRequest.Resource();
            var flexible = version >= 2;
            value.ResourceType = reader.ReadSByte();
            value.ResourceName = reader.ReadString(flexible);
            var countConfigs = reader.ReadArrayCount(flexible, 3);
            value.Configs = new List<AlterConfigsRequest.AlterableConfig>(countConfigs);
            for (var i = 0; i < countConfigs; i++) value.Configs.Add(AlterConfigsRequest.AlterableConfig.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 2;
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

        public string? Value { get; set; }

        internal static AlterConfigsRequest.AlterableConfig Read(ref KafkaReader reader, short version)
        {
            var value = new AlterConfigsRequest.AlterableConfig();
            var flexible = version >= 2;
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
            var flexible = version >= 2;
            writer.WriteString(Name, flexible);
            writer.WriteNullableString(Value, flexible);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
