// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeUserScramCredentialsResponse : IKafkaMessage<DescribeUserScramCredentialsResponse>
{
    public const short Key = 50;
    public const short MinVersion = 0;
    public const short MaxVersion = 0;

    public static bool IsFlexible(short version) => true;

    public int ThrottleTimeMs { get; set; }

    public KafkaError ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public List<DescribeUserScramCredentialsResponse.DescribeUserScramCredentialsResult> Results { get; set; } = [];

    public static DescribeUserScramCredentialsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeUserScramCredentialsResponse", version);
        var value = new DescribeUserScramCredentialsResponse();
        value.ThrottleTimeMs = reader.ReadInt32();
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        value.ErrorMessage = reader.ReadNullableString(true);
        var countResults = reader.ReadArrayCount(true, 6);
        value.Results = new List<DescribeUserScramCredentialsResponse.DescribeUserScramCredentialsResult>(countResults);
        for (var i = 0; i < countResults; i++) value.Results.Add(DescribeUserScramCredentialsResponse.DescribeUserScramCredentialsResult.Read(ref reader, version));
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeUserScramCredentialsResponse", version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteInt16((short)ErrorCode);
        writer.WriteNullableString(ErrorMessage, true);
        writer.WriteArrayCount(Results.Count, true);
        foreach (var item in Results) item.Write(writer, version);
        writer.WriteVarUInt32(0);
    }

    public sealed class DescribeUserScramCredentialsResult
    {
        public string User { get; set; } = "";

        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        public List<DescribeUserScramCredentialsResponse.CredentialInfo> CredentialInfos { get; set; } = [];

        internal static DescribeUserScramCredentialsResponse.DescribeUserScramCredentialsResult Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeUserScramCredentialsResponse.DescribeUserScramCredentialsResult();
            value.User = reader.ReadString(true);
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.ErrorMessage = reader.ReadNullableString(true);
            var countCredentialInfos = reader.ReadArrayCount(true, 6);
            value.CredentialInfos = new List<DescribeUserScramCredentialsResponse.CredentialInfo>(countCredentialInfos);
            for (var i = 0; i < countCredentialInfos; i++) value.CredentialInfos.Add(DescribeUserScramCredentialsResponse.CredentialInfo.Read(ref reader, version));
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(User, true);
            writer.WriteInt16((short)ErrorCode);
            writer.WriteNullableString(ErrorMessage, true);
            writer.WriteArrayCount(CredentialInfos.Count, true);
            foreach (var item in CredentialInfos) item.Write(writer, version);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class CredentialInfo
    {
        public sbyte Mechanism { get; set; }

        public int Iterations { get; set; }

        internal static DescribeUserScramCredentialsResponse.CredentialInfo Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeUserScramCredentialsResponse.CredentialInfo();
            value.Mechanism = reader.ReadSByte();
            value.Iterations = reader.ReadInt32();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteSByte(Mechanism);
            writer.WriteInt32(Iterations);
            writer.WriteVarUInt32(0);
        }
    }
}
