// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class SaslAuthenticateRequest : IKafkaRequest<SaslAuthenticateRequest, SaslAuthenticateResponse>
{
    public const short Key = 36;
    public const short MinVersion = 0;
    public const short MaxVersion = 2;

    public static bool IsFlexible(short version) => version >= 2;

    static ApiKey IKafkaRequest<SaslAuthenticateRequest, SaslAuthenticateResponse>.ApiKey => ApiKey.SaslAuthenticate;

    public byte[] AuthBytes { get; set; } = [];

    public static SaslAuthenticateRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("SaslAuthenticateRequest", version);
        var value = new SaslAuthenticateRequest();
        var flexible = version >= 2;
        value.AuthBytes = reader.ReadBytes(flexible);
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("SaslAuthenticateRequest", version);
        var flexible = version >= 2;
        writer.WriteBytes(AuthBytes, flexible);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }
}
