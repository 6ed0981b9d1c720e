// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class AlterConfigsResponse : IKafkaMessage<AlterConfigsResponse>
{
    public const short Key = 33;
    public const short MinVersion = 0;
    public const short MaxVersion = 2;

    public static bool IsFlexible(short version) => version >= 2;

    public int ThrottleTimeMs { get; set; }

    public List<AlterConfigsResponse.ResourceResponse> Responses { get; set; } = [];

    public static AlterConfigsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("AlterConfigsResponse", version);
        var value = new AlterConfigsResponse();
        var flexible = version >= 2;
        value.ThrottleTimeMs = reader.ReadInt32();
        var countResponses = reader.ReadArrayCount(flexible, 6);
        value.Responses = new List<AlterConfigsResponse.ResourceResponse>(countResponses);
        for (var i = 0; i < countResponses; i++) value.Responses.Add(AlterConfigsResponse.ResourceResponse.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("AlterConfigsResponse", version);
        var flexible = version >= 2;
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(Responses.Count, flexible);
        foreach (var item in Responses) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class ResourceResponse
    {
        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        public sbyte ResourceType { get; set; }

        public string ResourceName { get; set; } = "";

        internal static AlterConfigsResponse.ResourceResponse Read(ref KafkaReader reader, short version)
        {
            var value = new AlterConfigsResponse.ResourceResponse();
            var flexible = version >= 2;
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.ErrorMessage = reader.ReadNullableString(flexible);
            value.ResourceType = reader.ReadSByte();
            value.ResourceName = reader.ReadString(flexible);
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
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
