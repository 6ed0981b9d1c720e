// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class SaslHandshakeRequest : IKafkaRequest<SaslHandshakeRequest, SaslHandshakeResponse>
{
    public const short Key = 17;
    public const short MinVersion = 0;
    public const short MaxVersion = 1;

    public static bool IsFlexible(short version) => false;

    static ApiKey IKafkaRequest<SaslHandshakeRequest, SaslHandshakeResponse>.ApiKey => ApiKey.SaslHandshake;

    public string Mechanism { get; set; } = "";

    public static SaslHandshakeRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("SaslHandshakeRequest", version);
        var value = new SaslHandshakeRequest();
        value.Mechanism = reader.ReadString(false);
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("SaslHandshakeRequest", version);
        writer.WriteString(Mechanism, false);
    }
}
