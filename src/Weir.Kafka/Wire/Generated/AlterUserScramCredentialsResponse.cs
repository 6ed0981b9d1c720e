// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class AlterUserScramCredentialsResponse : IKafkaMessage<AlterUserScramCredentialsResponse>
{
    public const short Key = 51;
    public const short MinVersion = 0;
    public const short MaxVersion = 0;

    public static bool IsFlexible(short version) => true;

    public int ThrottleTimeMs { get; set; }

    public List<AlterUserScramCredentialsResponse.AlterUserScramCredentialsResult> Results { get; set; } = [];

    public static AlterUserScramCredentialsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("AlterUserScramCredentialsResponse", version);
        var value = new AlterUserScramCredentialsResponse();
        value.ThrottleTimeMs = reader.ReadInt32();
        var countResults = reader.ReadArrayCount(true, 5);
        value.Results = new List<AlterUserScramCredentialsResponse.AlterUserScramCredentialsResult>(countResults);
        for (var i = 0; i < countResults; i++) value.Results.Add(AlterUserScramCredentialsResponse.AlterUserScramCredentialsResult.Read(ref reader, version));
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("AlterUserScramCredentialsResponse", version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(Results.Count, true);
        foreach (var item in Results) item.Write(writer, version);
        writer.WriteVarUInt32(0);
    }

    public sealed class AlterUserScramCredentialsResult
    {
        public string User { get; set; } = "";

        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        internal static AlterUserScramCredentialsResponse.AlterUserScramCredentialsResult Read(ref KafkaReader reader, short version)
        {
            var value = new AlterUserScramCredentialsResponse.AlterUserScramCredentialsResult();
            value.User = reader.ReadString(true);
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.ErrorMessage = reader.ReadNullableString(true);
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(User, true);
            writer.WriteInt16((short)ErrorCode);
            writer.WriteNullableString(ErrorMessage, true);
            writer.WriteVarUInt32(0);
        }
    }
}
