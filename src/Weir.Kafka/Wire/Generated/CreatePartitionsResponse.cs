// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class CreatePartitionsResponse : IKafkaMessage<CreatePartitionsResponse>
{
    public const short Key = 37;
    public const short MinVersion = 0;
    public const short MaxVersion = 3;

    public static bool IsFlexible(short version) => version >= 2;

    public int ThrottleTimeMs { get; set; }

    public List<CreatePartitionsResponse.TopicResult> Results { get; set; } = [];

    public static CreatePartitionsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("CreatePartitionsResponse", version);
        var value = new CreatePartitionsResponse();
        var flexible = version >= 2;
        value.ThrottleTimeMs = reader.ReadInt32();
        var countResults = reader.ReadArrayCount(flexible, 5);
        value.Results = new List<CreatePartitionsResponse.TopicResult>(countResults);
        for (var i = 0; i < countResults; i++) value.Results.Add(CreatePartitionsResponse.TopicResult.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("CreatePartitionsResponse", version);
        var flexible = version >= 2;
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(Results.Count, flexible);
        foreach (var item in Results) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class TopicResult
    {
        public string Name { get; set; } = "";

        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        internal static CreatePartitionsResponse.TopicResult Read(ref KafkaReader reader, short version)
        {
            var value = new CreatePartitionsResponse.TopicResult();
            var flexible = version >= 2;
            value.Name = reader.ReadString(flexible);
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
            writer.WriteString(Name, flexible);
            writer.WriteInt16((short)ErrorCode);
            writer.WriteNullableString(ErrorMessage, flexible);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
