// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class AddOffsetsToTxnResponse : IKafkaMessage<AddOffsetsToTxnResponse>
{
    public const short Key = 25;
    public const short MinVersion = 0;
    public const short MaxVersion = 4;

    public static bool IsFlexible(short version) => version >= 3;

    public int ThrottleTimeMs { get; set; }

    public KafkaError ErrorCode { get; set; }

    public static AddOffsetsToTxnResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("AddOffsetsToTxnResponse", version);
        var value = new AddOffsetsToTxnResponse();
        var flexible = version >= 3;
        value.ThrottleTimeMs = reader.ReadInt32();
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("AddOffsetsToTxnResponse", version);
        var flexible = version >= 3;
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteInt16((short)ErrorCode);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }
}
