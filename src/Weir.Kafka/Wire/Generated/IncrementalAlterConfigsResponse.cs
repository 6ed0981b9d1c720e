// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class IncrementalAlterConfigsResponse : IKafkaMessage<IncrementalAlterConfigsResponse>
{
    public const short Key = 44;
    public const short MinVersion = 0;
    public const short MaxVersion = 1;

    public static bool IsFlexible(short version) => version >= 1;

    public int ThrottleTimeMs { get; set; }

    public List<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> Responses { get; set; } = [];

    public static IncrementalAlterConfigsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("IncrementalAlterConfigsResponse", version);
        var value = new IncrementalAlterConfigsResponse();
        var flexible = version >= 1;
        value.ThrottleTimeMs = reader.ReadInt32();
        var countResponses = reader.ReadArrayCount(flexible, 6);
        value.Responses = new List<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse>(countResponses);
        for (var i = 0; i < countResponses; i++) value.Responses.Add(IncrementalAlterConfigsResponse.AlterConfigsResourceResponse.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("IncrementalAlterConfigsResponse", version);
        var flexible = version >= 1;
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(Responses.Count, flexible);
        foreach (var item in Responses) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class AlterConfigsResourceResponse
    {
        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        public sbyte ResourceType { get; set; }

        public string ResourceName { get; set; } = "";

        internal static IncrementalAlterConfigsResponse.AlterConfigsResourceResponse Read(ref KafkaReader reader, short version)
        {
            var value = new IncrementalAlterConfigsResponse.AlterConfigsResourceResponse();
            var flexible = version >= 1;
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
            var flexible = version >= 1;
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
