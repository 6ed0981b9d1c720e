// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ListGroupsResponse : IKafkaMessage<ListGroupsResponse>
{
    public const short Key = 16;
    public const short MinVersion = 0;
    public const short MaxVersion = 5;

    public static bool IsFlexible(short version) => version >= 3;

    public int ThrottleTimeMs { get; set; }

    public KafkaError ErrorCode { get; set; }

    public List<ListGroupsResponse.ListedGroup> Groups { get; set; } = [];

    public static ListGroupsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ListGroupsResponse", version);
        var value = new ListGroupsResponse();
        var flexible = version >= 3;
        if (version >= 1)
        {
            value.ThrottleTimeMs = reader.ReadInt32();
        }
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        var countGroups = reader.ReadArrayCount(flexible, 3);
        value.Groups = new List<ListGroupsResponse.ListedGroup>(countGroups);
        for (var i = 0; i < countGroups; i++) value.Groups.Add(ListGroupsResponse.ListedGroup.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ListGroupsResponse", version);
        var flexible = version >= 3;
        if (version >= 1)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }
        writer.WriteInt16((short)ErrorCode);
        writer.WriteArrayCount(Groups.Count, flexible);
        foreach (var item in Groups) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class ListedGroup
    {
        public string GroupId { get; set; } = "";

        public string ProtocolType { get; set; } = "";

        public string GroupState { get; set; } = "";

        public string GroupType { get; set; } = "";

        internal static ListGroupsResponse.ListedGroup Read(ref KafkaReader reader, short version)
        {
            var value = new ListGroupsResponse.ListedGroup();
            var flexible = version >= 3;
            value.GroupId = reader.ReadString(flexible);
            value.ProtocolType = reader.ReadString(flexible);
            if (version >= 4)
            {
                value.GroupState = reader.ReadString(flexible);
            }
            if (version >= 5)
            {
                value.GroupType = reader.ReadString(flexible);
            }
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 3;
            writer.WriteString(GroupId, flexible);
            writer.WriteString(ProtocolType, flexible);
            if (version >= 4)
            {
                writer.WriteString(GroupState, flexible);
            }
            if (version >= 5)
            {
                writer.WriteString(GroupType, flexible);
            }
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
