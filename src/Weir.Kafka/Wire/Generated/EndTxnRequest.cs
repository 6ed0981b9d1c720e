// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class EndTxnRequest : IKafkaRequest<EndTxnRequest, EndTxnResponse>
{
    public const short Key = 26;
    public const short MinVersion = 0;
    public const short MaxVersion = 5;

    public static bool IsFlexible(short version) => version >= 3;

    static ApiKey IKafkaRequest<EndTxnRequest, EndTxnResponse>.ApiKey => ApiKey.EndTxn;

    public string TransactionalId { get; set; } = "";

    public long ProducerId { get; set; }

    public short ProducerEpoch { get; set; }

    public bool Committed { get; set; }

    public static EndTxnRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("EndTxnRequest", version);
        var value = new EndTxnRequest();
        var flexible = version >= 3;
        value.TransactionalId = reader.ReadString(flexible);
        value.ProducerId = reader.ReadInt64();
        value.ProducerEpoch = reader.ReadInt16();
        value.Committed = reader.ReadBool();
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("EndTxnRequest", version);
        var flexible = version >= 3;
        writer.WriteString(TransactionalId, flexible);
        writer.WriteInt64(ProducerId);
        writer.WriteInt16(ProducerEpoch);
        writer.WriteBool(Committed);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }
}
