// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ConsumerGroupHeartbeatRequest : IKafkaRequest<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>
{
    public const short Key = 68;
    public const short MinVersion = 0;
    public const short MaxVersion = 1;

    public static bool IsFlexible(short version) => true;

    static ApiKey IKafkaRequest<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>.ApiKey => ApiKey.ConsumerGroupHeartbeat;

    public string GroupId { get; set; } = "";

    public string MemberId { get; set; } = "";

    public int MemberEpoch { get; set; }

    public string? InstanceId { get; set; }

    public string? RackId { get; set; }

    public int RebalanceTimeoutMs { get; set; } = -1;

    public List<string>? SubscribedTopicNames { get; set; }

    public string? SubscribedTopicRegex { get; set; }

    public string? ServerAssignor { get; set; }

    public List<ConsumerGroupHeartbeatRequest.OwnedTopic>? TopicPartitions { get; set; }

    public static ConsumerGroupHeartbeatRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ConsumerGroupHeartbeatRequest", version);
        var value = new ConsumerGroupHeartbeatRequest();
        value.GroupId = reader.ReadString(true);
        value.MemberId = reader.ReadString(true);
        value.MemberEpoch = reader.ReadInt32();
        value.InstanceId = reader.ReadNullableString(true);
        value.RackId = reader.ReadNullableString(true);
        value.RebalanceTimeoutMs = reader.ReadInt32();
        var countSubscribedTopicNames = reader.ReadNullableArrayCount(true, 1);
        value.SubscribedTopicNames = countSubscribedTopicNames < 0 ? null : new List<string>(countSubscribedTopicNames);
        for (var i = 0; i < countSubscribedTopicNames; i++) value.SubscribedTopicNames!.Add(reader.ReadString(true));
        if (version >= 1)
        {
            value.SubscribedTopicRegex = reader.ReadNullableString(true);
        }
        value.ServerAssignor = reader.ReadNullableString(true);
        var countTopicPartitions = reader.ReadNullableArrayCount(true, 18);
        value.TopicPartitions = countTopicPartitions < 0 ? null : new List<ConsumerGroupHeartbeatRequest.OwnedTopic>(countTopicPartitions);
        for (var i = 0; i < countTopicPartitions; i++) value.TopicPartitions!.Add(ConsumerGroupHeartbeatRequest.OwnedTopic.Read(ref reader, version));
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ConsumerGroupHeartbeatRequest", version);
        writer.WriteString(GroupId, true);
        writer.WriteString(MemberId, true);
        writer.WriteInt32(MemberEpoch);
        writer.WriteNullableString(InstanceId, true);
        writer.WriteNullableString(RackId, true);
        writer.WriteInt32(RebalanceTimeoutMs);
        if (SubscribedTopicNames is null)
        {
            writer.WriteArrayCount(-1, true);
        }
        else
        {
            writer.WriteArrayCount(SubscribedTopicNames.Count, true);
            foreach (var item in SubscribedTopicNames) writer.WriteString(item, true);
        }
        if (version >= 1)
        {
            writer.WriteNullableString(SubscribedTopicRegex, true);
        }
        if (!(version >= 1) && SubscribedTopicRegex is not null) throw KafkaWriter.FieldLost("ConsumerGroupHeartbeatRequest.SubscribedTopicRegex", version);
        writer.WriteNullableString(ServerAssignor, true);
        if (TopicPartitions is null)
        {
            writer.WriteArrayCount(-1, true);
        }
        else
        {
            writer.WriteArrayCount(TopicPartitions.Count, true);
            foreach (var item in TopicPartitions) item.Write(writer, version);
        }
        writer.WriteVarUInt32(0);
    }

    public sealed class OwnedTopic
    {
        public Guid TopicId { get; set; }

        public List<int> Partitions { get; set; } = [];

        internal static ConsumerGroupHeartbeatRequest.OwnedTopic Read(ref KafkaReader reader, short version)
        {
            var value = new ConsumerGroupHeartbeatRequest.OwnedTopic();
            value.TopicId = reader.ReadGuid();
            var countPartitions = reader.ReadArrayCount(true, 4);
            value.Partitions = new List<int>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(reader.ReadInt32());
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteGuid(TopicId);
            writer.WriteArrayCount(Partitions.Count, true);
            foreach (var item in Partitions) writer.WriteInt32(item);
            writer.WriteVarUInt32(0);
        }
    }
}
