// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class EndTxnResponse : IKafkaMessage<EndTxnResponse>
{
    public const short Key = 26;
    public const short MinVersion = 0;
    public const short MaxVersion = 5;

    public static bool IsFlexible(short version) => version >= 3;

    public int ThrottleTimeMs { get; set; }

    public KafkaError ErrorCode { get; set; }

    public long ProducerId { get; set; } = -1;

    public short ProducerEpoch { get; set; } = -1;

    public static EndTxnResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("EndTxnResponse", version);
        var value = new EndTxnResponse();
        var flexible = version >= 3;
        value.ThrottleTimeMs = reader.ReadInt32();
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        if (version >= 5)
        {
            value.ProducerId = reader.ReadInt64();
        }
        if (version >= 5)
        {
            value.ProducerEpoch = reader.ReadInt16();
        }
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("EndTxnResponse", version);
        var flexible = version >= 3;
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteInt16((short)ErrorCode);
        if (version >= 5)
        {
            writer.WriteInt64(ProducerId);
        }
        if (version >= 5)
        {
            writer.WriteInt16(ProducerEpoch);
        }
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }
}
