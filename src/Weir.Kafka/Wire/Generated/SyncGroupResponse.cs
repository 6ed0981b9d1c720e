// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class SyncGroupResponse : IKafkaMessage<SyncGroupResponse>
{
    public const short Key = 14;
    public const short MinVersion = 0;
    public const short MaxVersion = 5;

    public static bool IsFlexible(short version) => version >= 4;

    public int ThrottleTimeMs { get; set; }

    public KafkaError ErrorCode { get; set; }

    public string? ProtocolType { get; set; }

    public string? ProtocolName { get; set; }

    public byte[] Assignment { get; set; } = [];

    public static SyncGroupResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("SyncGroupResponse", version);
        var value = new SyncGroupResponse();
        var flexible = version >= 4;
        if (version >= 1)
        {
            value.ThrottleTimeMs = reader.ReadInt32();
        }
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        if (version >= 5)
        {
            value.ProtocolType = reader.ReadNullableString(flexible);
        }
        if (version >= 5)
        {
            value.ProtocolName = reader.ReadNullableString(flexible);
        }
        value.Assignment = reader.ReadBytes(flexible);
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("SyncGroupResponse", version);
        var flexible = version >= 4;
        if (version >= 1)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }
        writer.WriteInt16((short)ErrorCode);
        if (version >= 5)
        {
            writer.WriteNullableString(ProtocolType, flexible);
        }
        if (version >= 5)
        {
            writer.WriteNullableString(ProtocolName, flexible);
        }
        writer.WriteBytes(Assignment, flexible);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }
}
