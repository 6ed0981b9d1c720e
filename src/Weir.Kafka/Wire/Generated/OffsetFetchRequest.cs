// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class OffsetFetchRequest : IKafkaRequest<OffsetFetchRequest, OffsetFetchResponse>
{
    public const short Key = 9;
    public const short MinVersion = 1;
    public const short MaxVersion = 10;

    public static bool IsFlexible(short version) => version >= 6;

    static ApiKey IKafkaRequest<OffsetFetchRequest, OffsetFetchResponse>.ApiKey => ApiKey.OffsetFetch;

    public string GroupId { get; set; } = "";

    public List<OffsetFetchRequest.Topic>? Topics { get; set; } = [];

    public List<OffsetFetchRequest.Group> Groups { get; set; } = [];

    public bool RequireStable { get; set; }

    public static OffsetFetchRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("OffsetFetchRequest", version);
        var value = new OffsetFetchRequest();
        var flexible = version >= 6;
        if (version <= 7)
        {
            value.GroupId = reader.ReadString(flexible);
        }
        if (version <= 7)
        {
            var countTopics = version >= 2 ? reader.ReadNullableArrayCount(flexible, 3) : reader.ReadArrayCount(flexible, 3);
            value.Topics = countTopics < 0 ? null : new List<OffsetFetchRequest.Topic>(countTopics);
            for (var i = 0; i < countTopics; i++) value.Topics!.Add(OffsetFetchRequest.Topic.Read(ref reader, version));
        }
        if (version >= 8)
        {
            var countGroups = reader.ReadArrayCount(flexible, 3);
            value.Groups = new List<OffsetFetchRequest.Group>(countGroups);
            for (var i = 0; i < countGroups; i++) value.Groups.Add(OffsetFetchRequest.Group.Read(ref reader, version));
        }
        if (version >= 7)
        {
            value.RequireStable = reader.ReadBool();
        }
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("OffsetFetchRequest", version);
        var flexible = version >= 6;
        if (version <= 7)
        {
            writer.WriteString(GroupId, flexible);
        }
        if (!(version <= 7) && GroupId is not "") throw KafkaWriter.FieldLost("OffsetFetchRequest.GroupId", version);
        if (version <= 7)
        {
            if (Topics is null)
            {
                if (!(version >= 2)) throw KafkaWriter.NullNotAllowed("OffsetFetchRequest.Topics", version);
                writer.WriteArrayCount(-1, flexible);
            }
            else
            {
                writer.WriteArrayCount(Topics.Count, flexible);
                foreach (var item in Topics) item.Write(writer, version);
            }
        }
        if (!(version <= 7) && Topics is not { Count: 0 }) throw KafkaWriter.FieldLost("OffsetFetchRequest.Topics", version);
        if (version >= 8)
        {
            writer.WriteArrayCount(Groups.Count, flexible);
            foreach (var item in Groups) item.Write(writer, version);
        }
        if (!(version >= 8) && Groups is not { Count: 0 }) throw KafkaWriter.FieldLost("OffsetFetchRequest.Groups", version);
        if (version >= 7)
        {
            writer.WriteBool(RequireStable);
        }
        if (!(version >= 7) && RequireStable) throw KafkaWriter.FieldLost("OffsetFetchRequest.RequireStable", version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Topic
    {
        public string Name { get; set; } = "";

        public List<int> PartitionIndexes { get; set; } = [];

        internal static OffsetFetchRequest.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetFetchRequest.Topic();
            var flexible = version >= 6;
            value.Name = reader.ReadString(flexible);
            var countPartitionIndexes = reader.ReadArrayCount(flexible, 4);
            value.PartitionIndexes = new List<int>(countPartitionIndexes);
            for (var i = 0; i < countPartitionIndexes; i++) value.PartitionIndexes.Add(reader.ReadInt32());
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 6;
            writer.WriteString(Name, flexible);
            writer.WriteArrayCount(PartitionIndexes.Count, flexible);
            foreach (var item in PartitionIndexes) writer.WriteInt32(item);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class Group
    {
        public string GroupId { get; set; } = "";

        public string? MemberId { get; set; }

        public int MemberEpoch { get; set; } = -1;

        public List<OffsetFetchRequest.GroupTopic>? Topics { get; set; }

        internal static OffsetFetchRequest.Group Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetFetchRequest.Group();
            value.GroupId = reader.ReadString(true);
            if (version >= 9)
            {
                value.MemberId = reader.ReadNullableString(true);
            }
            if (version >= 9)
            {
                value.MemberEpoch = reader.ReadInt32();
            }
            var countTopics = reader.ReadNullableArrayCount(true, 3);
            value.Topics = countTopics < 0 ? null : new List<OffsetFetchRequest.GroupTopic>(countTopics);
            for (var i = 0; i < countTopics; i++) value.Topics!.Add(OffsetFetchRequest.GroupTopic.Read(ref reader, version));
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(GroupId, true);
            if (version >= 9)
            {
                writer.WriteNullableString(MemberId, true);
            }
            if (version >= 9)
            {
                writer.WriteInt32(MemberEpoch);
            }
            if (Topics is null)
            {
                writer.WriteArrayCount(-1, true);
            }
            else
            {
                writer.WriteArrayCount(Topics.Count, true);
                foreach (var item in Topics) item.Write(writer, version);
            }
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class GroupTopic
    {
        public string Name { get; set; } = "";

        public Guid TopicId { get; set; }

        public List<int> PartitionIndexes { get; set; } = [];

        internal static OffsetFetchRequest.GroupTopic Read(ref KafkaReader reader, short version)
        {
            var value = new OffsetFetchRequest.GroupTopic();
            if (version <= 9)
            {
                value.Name = reader.ReadString(true);
            }
            if (version >= 10)
            {
                value.TopicId = reader.ReadGuid();
            }
            var countPartitionIndexes = reader.ReadArrayCount(true, 4);
            value.PartitionIndexes = new List<int>(countPartitionIndexes);
            for (var i = 0; i < countPartitionIndexes; i++) value.PartitionIndexes.Add(reader.ReadInt32());
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            if (version <= 9)
            {
                writer.WriteString(Name, true);
            }
            if (version >= 10)
            {
                writer.WriteGuid(TopicId);
            }
            writer.WriteArrayCount(PartitionIndexes.Count, true);
            foreach (var item in PartitionIndexes) writer.WriteInt32(item);
            writer.WriteVarUInt32(0);
        }
    }
}
