// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ApiVersionsRequest : IKafkaRequest<ApiVersionsRequest, ApiVersionsResponse>
{
    public const short Key = 18;
    public const short MinVersion = 0;
    public const short MaxVersion = 4;

    public static bool IsFlexible(short version) => version >= 3;

    static ApiKey IKafkaRequest<ApiVersionsRequest, ApiVersionsResponse>.ApiKey => ApiKey.ApiVersions;

    public string ClientSoftwareName { get; set; } = "";

    public string ClientSoftwareVersion { get; set; } = "";

    public static ApiVersionsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ApiVersionsRequest", version);
        var value = new ApiVersionsRequest();
        var flexible = version >= 3;
        if (version >= 3)
        {
            value.ClientSoftwareName = reader.ReadString(flexible);
        }
        if (version >= 3)
        {
            value.ClientSoftwareVersion = reader.ReadString(flexible);
        }
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ApiVersionsRequest", version);
        var flexible = version >= 3;
        if (version >= 3)
        {
            writer.WriteString(ClientSoftwareName, flexible);
        }
        if (version >= 3)
        {
            writer.WriteString(ClientSoftwareVersion, flexible);
        }
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }
}
