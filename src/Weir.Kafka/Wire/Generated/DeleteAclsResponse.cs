// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DeleteAclsResponse : IKafkaMessage<DeleteAclsResponse>
{
    public const short Key = 31;
    public const short MinVersion = 1;
    public const short MaxVersion = 3;

    public static bool IsFlexible(short version) => version >= 2;

    public int ThrottleTimeMs { get; set; }

    public List<DeleteAclsResponse.FilterResult> FilterResults { get; set; } = [];

    public static DeleteAclsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DeleteAclsResponse", version);
        var value = new DeleteAclsResponse();
        var flexible = version >= 2;
        value.ThrottleTimeMs = reader.ReadInt32();
        var countFilterResults = reader.ReadArrayCount(flexible, 5);
        value.FilterResults = new List<DeleteAclsResponse.FilterResult>(countFilterResults);
        for (var i = 0; i < countFilterResults; i++) value.FilterResults.Add(DeleteAclsResponse.FilterResult.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DeleteAclsResponse", version);
        var flexible = version >= 2;
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(FilterResults.Count, flexible);
        foreach (var item in FilterResults) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class FilterResult
    {
        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        public List<DeleteAclsResponse.MatchingAcl> MatchingAcls { get; set; } = [];

        internal static DeleteAclsResponse.FilterResult Read(ref KafkaReader reader, short version)
        {
            var value = new DeleteAclsResponse.FilterResult();
            var flexible = version >= 2;
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.ErrorMessage = reader.ReadNullableString(flexible);
            var countMatchingAcls = reader.ReadArrayCount(flexible, 11);
            value.MatchingAcls = new List<DeleteAclsResponse.MatchingAcl>(countMatchingAcls);
            for (var i = 0; i < countMatchingAcls; i++) value.MatchingAcls.Add(DeleteAclsResponse.MatchingAcl.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 2;
            writer.WriteInt16((short)ErrorCode);
            writer.WriteNullableString(ErrorMessage, flexible);
            writer.WriteArrayCount(MatchingAcls.Count, flexible);
            foreach (var item in MatchingAcls) item.Write(writer, version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class MatchingAcl
    {
        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        public sbyte ResourceType { get; set; }

        public string ResourceName { get; set; } = "";

        public sbyte PatternType { get; set; } = 3;

        public string Principal { get; set; } = "";

        public string Host { get; set; } = "";

        public sbyte Operation { get; set; }

        public sbyte PermissionType { get; set; }

        internal static DeleteAclsResponse.MatchingAcl Read(ref KafkaReader reader, short version)
        {
            var value = new DeleteAclsResponse.MatchingAcl();
            var flexible = version >= 2;
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.ErrorMessage = reader.ReadNullableString(flexible);
            value.ResourceType = reader.ReadSByte();
            value.ResourceName = reader.ReadString(flexible);
            value.PatternType = reader.ReadSByte();
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
            writer.WriteInt16((short)ErrorCode);
            writer.WriteNullableString(ErrorMessage, flexible);
            writer.WriteSByte(ResourceType);
            writer.WriteString(ResourceName, flexible);
            writer.WriteSByte(PatternType);
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
