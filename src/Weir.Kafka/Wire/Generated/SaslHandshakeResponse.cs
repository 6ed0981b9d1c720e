// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class SaslHandshakeResponse : IKafkaMessage<SaslHandshakeResponse>
{
    public const short Key = 17;
    public const short MinVersion = 0;
    public const short MaxVersion = 1;

    public static bool IsFlexible(short version) => false;

    public KafkaError ErrorCode { get; set; }

    public List<string> Mechanisms { get; set; } = [];

    public static SaslHandshakeResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("SaslHandshakeResponse", version);
        var value = new SaslHandshakeResponse();
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        var countMechanisms = reader.ReadArrayCount(false, 2);
        value.Mechanisms = new List<string>(countMechanisms);
        for (var i = 0; i < countMechanisms; i++) value.Mechanisms.Add(reader.ReadString(false));
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("SaslHandshakeResponse", version);
        writer.WriteInt16((short)ErrorCode);
        writer.WriteArrayCount(Mechanisms.Count, false);
        foreach (var item in Mechanisms) writer.WriteString(item, false);
    }
}
