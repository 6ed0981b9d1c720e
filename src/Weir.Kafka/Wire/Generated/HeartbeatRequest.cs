// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class HeartbeatRequest : IKafkaRequest<HeartbeatRequest, HeartbeatResponse>
{
    public const short Key = 12;
    public const short MinVersion = 0;
    public const short MaxVersion = 4;

    public static bool IsFlexible(short version) => version >= 4;

    static ApiKey IKafkaRequest<HeartbeatRequest, HeartbeatResponse>.ApiKey => ApiKey.Heartbeat;

    public string GroupId { get; set; } = "";

    public int GenerationId { get; set; }

    public string MemberId { get; set; } = "";

    public string? GroupInstanceId { get; set; }

    public static HeartbeatRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("HeartbeatRequest", version);
        var value = new HeartbeatRequest();
        var flexible = version >= 4;
        value.GroupId = reader.ReadString(flexible);
        value.GenerationId = reader.ReadInt32();
        value.MemberId = reader.ReadString(flexible);
        if (version >= 3)
        {
            value.GroupInstanceId = reader.ReadNullableString(flexible);
        }
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("HeartbeatRequest", version);
        var flexible = version >= 4;
        writer.WriteString(GroupId, flexible);
        writer.WriteInt32(GenerationId);
        writer.WriteString(MemberId, flexible);
        if (version >= 3)
        {
            writer.WriteNullableString(GroupInstanceId, flexible);
        }
        if (!(version >= 3) && GroupInstanceId is not null) throw KafkaWriter.FieldLost("HeartbeatRequest.GroupInstanceId", version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }
}
