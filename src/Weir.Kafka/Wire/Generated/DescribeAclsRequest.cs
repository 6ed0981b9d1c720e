// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeAclsRequest : IKafkaRequest<DescribeAclsRequest, DescribeAclsResponse>
{
    public const short Key = 29;
    public const short MinVersion = 1;
    public const short MaxVersion = 3;

    public static bool IsFlexible(short version) => version >= 2;

    static ApiKey IKafkaRequest<DescribeAclsRequest, DescribeAclsResponse>.ApiKey => ApiKey.DescribeAcls;

    public sbyte ResourceTypeFilter { get; set; }

    public string? ResourceNameFilter { get; set; }

    public sbyte PatternTypeFilter { get; set; } = 3;

    public string? PrincipalFilter { get; set; }

    public string? HostFilter { get; set; }

    public sbyte Operation { get; set; }

    public sbyte PermissionType { get; set; }

    public static DescribeAclsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeAclsRequest", version);
        var value = new DescribeAclsRequest();
        var flexible = version >= 2;
        value.ResourceTypeFilter = reader.ReadSByte();
        value.ResourceNameFilter = reader.ReadNullableString(flexible);
        value.PatternTypeFilter = reader.ReadSByte();
        value.PrincipalFilter = reader.ReadNullableString(flexible);
        value.HostFilter = reader.ReadNullableString(flexible);
        value.Operation = reader.ReadSByte();
        value.PermissionType = reader.ReadSByte();
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeAclsRequest", version);
        var flexible = version >= 2;
        writer.WriteSByte(ResourceTypeFilter);
        writer.WriteNullableString(ResourceNameFilter, flexible);
        writer.WriteSByte(PatternTypeFilter);
        writer.WriteNullableString(PrincipalFilter, flexible);
        writer.WriteNullableString(HostFilter, flexible);
        writer.WriteSByte(Operation);
        writer.WriteSByte(PermissionType);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }
}
