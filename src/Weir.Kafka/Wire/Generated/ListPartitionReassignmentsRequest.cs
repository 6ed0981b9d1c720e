// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ListPartitionReassignmentsRequest : IKafkaRequest<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse>
{
    public const short Key = 46;
    public const short MinVersion = 0;
    public const short MaxVersion = 0;

    public static bool IsFlexible(short version) => true;

    static ApiKey IKafkaRequest<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse>.ApiKey => ApiKey.ListPartitionReassignments;

    public int TimeoutMs { get; set; } = 60000;

    public List<ListPartitionReassignmentsRequest.Topic>? Topics { get; set; }

    public static ListPartitionReassignmentsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ListPartitionReassignmentsRequest", version);
        var value = new ListPartitionReassignmentsRequest();
        value.TimeoutMs = reader.ReadInt32();
        var countTopics = reader.ReadNullableArrayCount(true, 3);
        value.Topics = countTopics < 0 ? null : new List<ListPartitionReassignmentsRequest.Topic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics!.Add(ListPartitionReassignmentsRequest.Topic.Read(ref reader, version));
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ListPartitionReassignmentsRequest", version);
        writer.WriteInt32(TimeoutMs);
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

    public sealed class Topic
    {
        public string Name { get; set; } = "";

        public List<int> PartitionIndexes { get; set; } = [];

        internal static ListPartitionReassignmentsRequest.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new ListPartitionReassignmentsRequest.Topic();
            value.Name = reader.ReadString(true);
            var countPartitionIndexes = reader.ReadArrayCount(true, 4);
            value.PartitionIndexes = new List<int>(countPartitionIndexes);
            for (var i = 0; i < countPartitionIndexes; i++) value.PartitionIndexes.Add(reader.ReadInt32());
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(Name, true);
            writer.WriteArrayCount(PartitionIndexes.Count, true);
            foreach (var item in PartitionIndexes) writer.WriteInt32(item);
            writer.WriteVarUInt32(0);
        }
    }
}
