// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeAclsResponse : IKafkaMessage<DescribeAclsResponse>
{
    public const short Key = 29;
    public const short MinVersion = 1;
    public const short MaxVersion = 3;

    public static bool IsFlexible(short version) => version >= 2;

    public int ThrottleTimeMs { get; set; }

    public KafkaError ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public List<DescribeAclsResponse.Resource> Resources { get; set; } = [];

    public static DescribeAclsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeAclsResponse", version);
        var value = new DescribeAclsResponse();
        var flexible = version >= 2;
        value.ThrottleTimeMs = reader.ReadInt32();
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        value.ErrorMessage = reader.ReadNullableString(flexible);
        var countResources = reader.ReadArrayCount(flexible, 5);
        value.Resources = new List<DescribeAclsResponse.Resource>(countResources);
        for (var i = 0; i < countResources; i++) value.Resources.Add(DescribeAclsResponse.Resource.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeAclsResponse", version);
        var flexible = version >= 2;
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteInt16((short)ErrorCode);
        writer.WriteNullableString(ErrorMessage, flexible);
        writer.WriteArrayCount(Resources.Count, flexible);
        foreach (var item in Resources) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Resource
    {
        public sbyte ResourceType { get; set; }

        public string ResourceName { get; set; } = "";

        public sbyte PatternType { get; set; } = 3;

        public List<DescribeAclsResponse.AclDescription> Acls { get; set; } = [];

        internal static DescribeAclsResponse.Resource Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeAclsResponse.Resource();
            var flexible = version >= 2;
            value.ResourceType = reader.ReadSByte();
            value.ResourceName = reader.ReadString(flexible);
            value.PatternType = reader.ReadSByte();
            var countAcls = reader.ReadArrayCount(flexible, 5);
            value.Acls = new List<DescribeAclsResponse.AclDescription>(countAcls);
            for (var i = 0; i < countAcls; i++) value.Acls.Add(DescribeAclsResponse.AclDescription.Read(ref reader, version));
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
            writer.WriteSByte(PatternType);
            writer.WriteArrayCount(Acls.Count, flexible);
            foreach (var item in Acls) item.Write(writer, version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class AclDescription
    {
        public string Principal { get; set; } = "";

        public string Host { get; set; } = "";

        public sbyte Operation { get; set; }

        public sbyte PermissionType { get; set; }

        internal static DescribeAclsResponse.AclDescription Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeAclsResponse.AclDescription();
            var flexible = version >= 2;
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
