// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DeleteTopicsResponse : IKafkaMessage<DeleteTopicsResponse>
{
    public const short Key = 20;
    public const short MinVersion = 1;
    public const short MaxVersion = 6;

    public static bool IsFlexible(short version) => version >= 4;

    public int ThrottleTimeMs { get; set; }

    public List<DeleteTopicsResponse.DeletableTopicResult> Responses { get; set; } = [];

    public static DeleteTopicsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DeleteTopicsResponse", version);
        var value = new DeleteTopicsResponse();
        var flexible = version >= 4;
        value.ThrottleTimeMs = reader.ReadInt32();
        var countResponses = reader.ReadArrayCount(flexible, 4);
        value.Responses = new List<DeleteTopicsResponse.DeletableTopicResult>(countResponses);
        for (var i = 0; i < countResponses; i++) value.Responses.Add(DeleteTopicsResponse.DeletableTopicResult.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DeleteTopicsResponse", version);
        var flexible = version >= 4;
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(Responses.Count, flexible);
        foreach (var item in Responses) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class DeletableTopicResult
    {
        public string? Name { get; set; } = "";

        public Guid TopicId { get; set; }

        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        internal static DeleteTopicsResponse.DeletableTopicResult Read(ref KafkaReader reader, short version)
        {
            var value = new DeleteTopicsResponse.DeletableTopicResult();
            var flexible = version >= 4;
            value.Name = version >= 6 ? reader.ReadNullableString(flexible) : reader.ReadString(flexible);
            if (version >= 6)
            {
                value.TopicId = reader.ReadGuid();
            }
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            if (version >= 5)
            {
                value.ErrorMessage = reader.ReadNullableString(flexible);
            }
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 4;
            if (!(version >= 6) && Name is null) throw KafkaWriter.NullNotAllowed("DeleteTopicsResponse.DeletableTopicResult.Name", version);
            writer.WriteNullableString(Name, flexible);
            if (version >= 6)
            {
                writer.WriteGuid(TopicId);
            }
            writer.WriteInt16((short)ErrorCode);
            if (version >= 5)
            {
                writer.WriteNullableString(ErrorMessage, flexible);
            }
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
