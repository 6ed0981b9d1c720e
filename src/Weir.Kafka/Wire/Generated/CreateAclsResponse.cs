// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class CreateAclsResponse : IKafkaMessage<CreateAclsResponse>
{
    public const short Key = 30;
    public const short MinVersion = 1;
    public const short MaxVersion = 3;

    public static bool IsFlexible(short version) => version >= 2;

    public int ThrottleTimeMs { get; set; }

    public List<CreateAclsResponse.AclCreationResult> Results { get; set; } = [];

    public static CreateAclsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("CreateAclsResponse", version);
        var value = new CreateAclsResponse();
        var flexible = version >= 2;
        value.ThrottleTimeMs = reader.ReadInt32();
        var countResults = reader.ReadArrayCount(flexible, 4);
        value.Results = new List<CreateAclsResponse.AclCreationResult>(countResults);
        for (var i = 0; i < countResults; i++) value.Results.Add(CreateAclsResponse.AclCreationResult.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("CreateAclsResponse", version);
        var flexible = version >= 2;
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(Results.Count, flexible);
        foreach (var item in Results) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class AclCreationResult
    {
        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        internal static CreateAclsResponse.AclCreationResult Read(ref KafkaReader reader, short version)
        {
            var value = new CreateAclsResponse.AclCreationResult();
            var flexible = version >= 2;
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.ErrorMessage = reader.ReadNullableString(flexible);
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
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
