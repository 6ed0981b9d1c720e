// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DeleteAclsRequest : IKafkaRequest<DeleteAclsRequest, DeleteAclsResponse>
{
    public const short Key = 31;
    public const short MinVersion = 1;
    public const short MaxVersion = 3;

    public static bool IsFlexible(short version) => version >= 2;

    static ApiKey IKafkaRequest<DeleteAclsRequest, DeleteAclsResponse>.ApiKey => ApiKey.DeleteAcls;

    public List<DeleteAclsRequest.Filter> Filters { get; set; } = [];

    public static DeleteAclsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DeleteAclsRequest", version);
        var value = new DeleteAclsRequest();
        var flexible = version >= 2;
        var countFilters = reader.ReadArrayCount(flexible, 8);
        value.Filters = new List<DeleteAclsRequest.Filter>(countFilters);
        for (var i = 0; i < countFilters; i++) value.Filters.Add(DeleteAclsRequest.Filter.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DeleteAclsRequest", version);
        var flexible = version >= 2;
        writer.WriteArrayCount(Filters.Count, flexible);
        foreach (var item in Filters) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Filter
    {
        public sbyte ResourceTypeFilter { get; set; }

        public string? ResourceNameFilter { get; set; }

        public sbyte PatternTypeFilter { get; set; } = 3;

        public string? PrincipalFilter { get; set; }

        public string? HostFilter { get; set; }

        public sbyte Operation { get; set; }

        public sbyte PermissionType { get; set; }

        internal static DeleteAclsRequest.Filter Read(ref KafkaReader reader, short version)
        {
            var value = new DeleteAclsRequest.Filter();
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

        internal void Write(KafkaWriter writer, short version)
        {
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
}
