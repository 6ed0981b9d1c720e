// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class LeaveGroupResponse : IKafkaMessage<LeaveGroupResponse>
{
    public const short Key = 13;
    public const short MinVersion = 0;
    public const short MaxVersion = 5;

    public static bool IsFlexible(short version) => version >= 4;

    public int ThrottleTimeMs { get; set; }

    public KafkaError ErrorCode { get; set; }

    public List<LeaveGroupResponse.MemberResponse> Members { get; set; } = [];

    public static LeaveGroupResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("LeaveGroupResponse", version);
        var value = new LeaveGroupResponse();
        var flexible = version >= 4;
        if (version >= 1)
        {
            value.ThrottleTimeMs = reader.ReadInt32();
        }
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        if (version >= 3)
        {
            var countMembers = reader.ReadArrayCount(flexible, 5);
            value.Members = new List<LeaveGroupResponse.MemberResponse>(countMembers);
            for (var i = 0; i < countMembers; i++) value.Members.Add(LeaveGroupResponse.MemberResponse.Read(ref reader, version));
        }
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("LeaveGroupResponse", version);
        var flexible = version >= 4;
        if (version >= 1)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }
        writer.WriteInt16((short)ErrorCode);
        if (version >= 3)
        {
            writer.WriteArrayCount(Members.Count, flexible);
            foreach (var item in Members) item.Write(writer, version);
        }
        if (!(version >= 3) && Members is not { Count: 0 }) throw KafkaWriter.FieldLost("LeaveGroupResponse.Members", version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class MemberResponse
    {
        public string MemberId { get; set; } = "";

        public string? GroupInstanceId { get; set; }

        public KafkaError ErrorCode { get; set; }

        internal static LeaveGroupResponse.MemberResponse Read(ref KafkaReader reader, short version)
        {
            var value = new LeaveGroupResponse.MemberResponse();
            var flexible = version >= 4;
            value.MemberId = reader.ReadString(flexible);
            value.GroupInstanceId = reader.ReadNullableString(flexible);
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 4;
            writer.WriteString(MemberId, flexible);
            writer.WriteNullableString(GroupInstanceId, flexible);
            writer.WriteInt16((short)ErrorCode);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
