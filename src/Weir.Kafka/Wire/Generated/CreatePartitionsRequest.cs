// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class CreatePartitionsRequest : IKafkaRequest<CreatePartitionsRequest, CreatePartitionsResponse>
{
    public const short Key = 37;
    public const short MinVersion = 0;
    public const short MaxVersion = 3;

    public static bool IsFlexible(short version) => version >= 2;

    static ApiKey IKafkaRequest<CreatePartitionsRequest, CreatePartitionsResponse>.ApiKey => ApiKey.CreatePartitions;

    public List<CreatePartitionsRequest.Topic> Topics { get; set; } = [];

    public int TimeoutMs { get; set; }

    public bool ValidateOnly { get; set; }

    public static CreatePartitionsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("CreatePartitionsRequest", version);
        var value = new CreatePartitionsRequest();
        var flexible = version >= 2;
        var countTopics = reader.ReadArrayCount(flexible, 7);
        value.Topics = new List<CreatePartitionsRequest.Topic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(CreatePartitionsRequest.Topic.Read(ref reader, version));
        value.TimeoutMs = reader.ReadInt32();
        value.ValidateOnly = reader.ReadBool();
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("CreatePartitionsRequest", version);
        var flexible = version >= 2;
        writer.WriteArrayCount(Topics.Count, flexible);
        foreach (var item in Topics) item.Write(writer, version);
        writer.WriteInt32(TimeoutMs);
        writer.WriteBool(ValidateOnly);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Topic
    {
        public string Name { get; set; } = "";

        public int Count { get; set; }

        public List<CreatePartitionsRequest.Assignment>? Assignments { get; set; }

        internal static CreatePartitionsRequest.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new CreatePartitionsRequest.Topic();
            var flexible = version >= 2;
            value.Name = reader.ReadString(flexible);
            value.Count = reader.ReadInt32();
            var countAssignments = reader.ReadNullableArrayCount(flexible, 2);
            value.Assignments = countAssignments < 0 ? null : new List<CreatePartitionsRequest.Assignment>(countAssignments);
            for (var i = 0; i < countAssignments; i++) value.Assignments!.Add(CreatePartitionsRequest.Assignment.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 2;
            writer.WriteString(Name, flexible);
            writer.WriteInt32(Count);
            if (Assignments is null)
            {
                writer.WriteArrayCount(-1, flexible);
            }
            else
            {
                writer.WriteArrayCount(Assignments.Count, flexible);
                foreach (var item in Assignments) item.Write(writer, version);
            }
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class Assignment
    {
        public List<int> BrokerIds { get; set; } = [];

        internal static CreatePartitionsRequest.Assignment Read(ref KafkaReader reader, short version)
        {
            var value = new CreatePartitionsRequest.Assignment();
            var flexible = version >= 2;
            var countBrokerIds = reader.ReadArrayCount(flexible, 4);
            value.BrokerIds = new List<int>(countBrokerIds);
            for (var i = 0; i < countBrokerIds; i++) value.BrokerIds.Add(reader.ReadInt32());
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 2;
            writer.WriteArrayCount(BrokerIds.Count, flexible);
            foreach (var item in BrokerIds) writer.WriteInt32(item);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
