// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class InitProducerIdRequest : IKafkaRequest<InitProducerIdRequest, InitProducerIdResponse>
{
    public const short Key = 22;
    public const short MinVersion = 0;
    public const short MaxVersion = 5;

    public static bool IsFlexible(short version) => version >= 2;

    static ApiKey IKafkaRequest<InitProducerIdRequest, InitProducerIdResponse>.ApiKey => ApiKey.InitProducerId;

    public string? TransactionalId { get; set; }

    public int TransactionTimeoutMs { get; set; }

    public long ProducerId { get; set; } = -1;

    public short ProducerEpoch { get; set; } = -1;

    public static InitProducerIdRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("InitProducerIdRequest", version);
        var value = new InitProducerIdRequest();
        var flexible = version >= 2;
        value.TransactionalId = reader.ReadNullableString(flexible);
        value.TransactionTimeoutMs = reader.ReadInt32();
        if (version >= 3)
        {
            value.ProducerId = reader.ReadInt64();
        }
        if (version >= 3)
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
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("InitProducerIdRequest", version);
        var flexible = version >= 2;
        writer.WriteNullableString(TransactionalId, flexible);
        writer.WriteInt32(TransactionTimeoutMs);
        if (version >= 3)
        {
            writer.WriteInt64(ProducerId);
        }
        if (!(version >= 3) && ProducerId != -1) throw KafkaWriter.FieldLost("InitProducerIdRequest.ProducerId", version);
        if (version >= 3)
        {
            writer.WriteInt16(ProducerEpoch);
        }
        if (!(version >= 3) && ProducerEpoch != -1) throw KafkaWriter.FieldLost("InitProducerIdRequest.ProducerEpoch", version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }
}
