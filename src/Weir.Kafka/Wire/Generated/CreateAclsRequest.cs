// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class CreateAclsRequest : IKafkaRequest<CreateAclsRequest, CreateAclsResponse>
{
    public const short Key = 30;
    public const short MinVersion = 1;
    public const short MaxVersion = 3;

    public static bool IsFlexible(short version) => version >= 2;

    static ApiKey IKafkaRequest<CreateAclsRequest, CreateAclsResponse>.ApiKey => ApiKey.CreateAcls;

    public List<CreateAclsRequest.AclCreation> Creations { get; set; } = [];

    public static CreateAclsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("CreateAclsRequest", version);
        var value = new CreateAclsRequest();
        var flexible = version >= 2;
        var countCreations = reader.ReadArrayCount(flexible, 8);
        value.Creations = new List<CreateAclsRequest.AclCreation>(countCreations);
        for (var i = 0; i < countCreations; i++) value.Creations.Add(CreateAclsRequest.AclCreation.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("CreateAclsRequest", version);
        var flexible = version >= 2;
        writer.WriteArrayCount(Creations.Count, flexible);
        foreach (var item in Creations) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class AclCreation
    {
        public sbyte ResourceType { get; set; }

        public string ResourceName { get; set; } = "";

        public sbyte ResourcePatternType { get; set; } = 3;

        public string Principal { get; set; } = "";

        public string Host { get; set; } = "";

        public sbyte Operation { get; set; }

        public sbyte PermissionType { get; set; }

        internal static CreateAclsRequest.AclCreation Read(ref KafkaReader reader, short version)
        {
            var value = new CreateAclsRequest.AclCreation();
            var flexible = version >= 2;
            value.ResourceType = reader.ReadSByte();
            value.ResourceName = reader.ReadString(flexible);
            value.ResourcePatternType = reader.ReadSByte();
            value.Principal = reader.ReadString(flexible);
            value.Host = reader.ReadString(flexible);
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
            writer.WriteSByte(ResourceType);
            writer.WriteString(ResourceName, flexible);
            writer.WriteSByte(ResourcePatternType);
            writer.WriteString(Principal, flexible);
            writer.WriteString(Host, flexible);
            writer.WriteSByte(Operation);
            writer.WriteSByte(PermissionType);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
