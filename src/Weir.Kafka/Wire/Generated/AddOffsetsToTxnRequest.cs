// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class AddOffsetsToTxnRequest : IKafkaRequest<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>
{
    public const short Key = 25;
    public const short MinVersion = 0;
    public const short MaxVersion = 4;

    public static bool IsFlexible(short version) => version >= 3;

    static ApiKey IKafkaRequest<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>.ApiKey => ApiKey.AddOffsetsToTxn;

    public string TransactionalId { get; set; } = "";

    public long ProducerId { get; set; }

    public short ProducerEpoch { get; set; }

    public string GroupId { get; set; } = "";

    public static AddOffsetsToTxnRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("AddOffsetsToTxnRequest", version);
        var value = new AddOffsetsToTxnRequest();
        var flexible = version >= 3;
        value.TransactionalId = reader.ReadString(flexible);
        value.ProducerId = reader.ReadInt64();
        value.ProducerEpoch = reader.ReadInt16();
        value.GroupId = reader.ReadString(flexible);
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("AddOffsetsToTxnRequest", version);
        var flexible = version >= 3;
        writer.WriteString(TransactionalId, flexible);
        writer.WriteInt64(ProducerId);
        writer.WriteInt16(ProducerEpoch);
        writer.WriteString(GroupId, flexible);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }
}
