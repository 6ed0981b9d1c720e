// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeClientQuotasRequest : IKafkaRequest<DescribeClientQuotasRequest, DescribeClientQuotasResponse>
{
    public const short Key = 48;
    public const short MinVersion = 0;
    public const short MaxVersion = 1;

    public static bool IsFlexible(short version) => version >= 1;

    static ApiKey IKafkaRequest<DescribeClientQuotasRequest, DescribeClientQuotasResponse>.ApiKey => ApiKey.DescribeClientQuotas;

    public List<DescribeClientQuotasRequest.ComponentData> Components { get; set; } = [];

    public bool Strict { get; set; }

    public static DescribeClientQuotasRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeClientQuotasRequest", version);
        var value = new DescribeClientQuotasRequest();
        var flexible = version >= 1;
        var countComponents = reader.ReadArrayCount(flexible, 4);
        value.Components = new List<DescribeClientQuotasRequest.ComponentData>(countComponents);
        for (var i = 0; i < countComponents; i++) value.Components.Add(DescribeClientQuotasRequest.ComponentData.Read(ref reader, version));
        value.Strict = reader.ReadBool();
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeClientQuotasRequest", version);
        var flexible = version >= 1;
        writer.WriteArrayCount(Components.Count, flexible);
        foreach (var item in Components) item.Write(writer, version);
        writer.WriteBool(Strict);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class ComponentData
    {
        public string EntityType { get; set; } = "";

        public sbyte MatchType { get; set; }

        public string? Match { get; set; }

        internal static DescribeClientQuotasRequest.ComponentData Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeClientQuotasRequest.ComponentData();
            var flexible = version >= 1;
            value.EntityType = reader.ReadString(flexible);
            value.MatchType = reader.ReadSByte();
            value.Match = reader.ReadNullableString(flexible);
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 1;
            writer.WriteString(EntityType, flexible);
            writer.WriteSByte(MatchType);
            writer.WriteNullableString(Match, flexible);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
