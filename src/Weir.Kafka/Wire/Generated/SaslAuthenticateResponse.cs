// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class SaslAuthenticateResponse : IKafkaMessage<SaslAuthenticateResponse>
{
    public const short Key = 36;
    public const short MinVersion = 0;
    public const short MaxVersion = 2;

    public static bool IsFlexible(short version) => version >= 2;

    public KafkaError ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public byte[] AuthBytes { get; set; } = [];

    public long SessionLifetimeMs { get; set; }

    public static SaslAuthenticateResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("SaslAuthenticateResponse", version);
        var value = new SaslAuthenticateResponse();
        var flexible = version >= 2;
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        value.ErrorMessage = reader.ReadNullableString(flexible);
        value.AuthBytes = reader.ReadBytes(flexible);
        if (version >= 1)
        {
            value.SessionLifetimeMs = reader.ReadInt64();
        }
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("SaslAuthenticateResponse", version);
        var flexible = version >= 2;
        writer.WriteInt16((short)ErrorCode);
        writer.WriteNullableString(ErrorMessage, flexible);
        writer.WriteBytes(AuthBytes, flexible);
        if (version >= 1)
        {
            writer.WriteInt64(SessionLifetimeMs);
        }
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }
}
