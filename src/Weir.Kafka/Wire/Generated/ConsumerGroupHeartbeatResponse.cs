// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ConsumerGroupHeartbeatResponse : IKafkaMessage<ConsumerGroupHeartbeatResponse>
{
    public const short Key = 68;
    public const short MinVersion = 0;
    public const short MaxVersion = 1;

    public static bool IsFlexible(short version) => true;

    public int ThrottleTimeMs { get; set; }

    public KafkaError ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public string? MemberId { get; set; }

    public int MemberEpoch { get; set; }

    public int HeartbeatIntervalMs { get; set; }

    public ConsumerGroupHeartbeatResponse.MemberAssignment? Assignment { get; set; }

    public static ConsumerGroupHeartbeatResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ConsumerGroupHeartbeatResponse", version);
        var value = new ConsumerGroupHeartbeatResponse();
        value.ThrottleTimeMs = reader.ReadInt32();
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        value.ErrorMessage = reader.ReadNullableString(true);
        value.MemberId = reader.ReadNullableString(true);
        value.MemberEpoch = reader.ReadInt32();
        value.HeartbeatIntervalMs = reader.ReadInt32();
        value.Assignment = reader.ReadPresence() ? ConsumerGroupHeartbeatResponse.MemberAssignment.Read(ref reader, version) : null;
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ConsumerGroupHeartbeatResponse", version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteInt16((short)ErrorCode);
        writer.WriteNullableString(ErrorMessage, true);
        writer.WriteNullableString(MemberId, true);
        writer.WriteInt32(MemberEpoch);
        writer.WriteInt32(HeartbeatIntervalMs);
        writer.WritePresence(Assignment is not null);
        Assignment?.Write(writer, version);
        writer.WriteVarUInt32(0);
    }

    public sealed class TopicPartitions
    {
        public Guid TopicId { get; set; }

        public List<int> Partitions { get; set; } = [];

        internal static ConsumerGroupHeartbeatResponse.TopicPartitions Read(ref KafkaReader reader, short version)
        {
            var value = new ConsumerGroupHeartbeatResponse.TopicPartitions();
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

    public sealed class MemberAssignment
    {
        public List<ConsumerGroupHeartbeatResponse.TopicPartitions> TopicPartitions { get; set; } = [];

        internal static ConsumerGroupHeartbeatResponse.MemberAssignment Read(ref KafkaReader reader, short version)
        {
            var value = new ConsumerGroupHeartbeatResponse.MemberAssignment();
            var countTopicPartitions = reader.ReadArrayCount(true, 18);
            value.TopicPartitions = new List<ConsumerGroupHeartbeatResponse.TopicPartitions>(countTopicPartitions);
            for (var i = 0; i < countTopicPartitions; i++) value.TopicPartitions.Add(ConsumerGroupHeartbeatResponse.TopicPartitions.Read(ref reader, version));
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteArrayCount(TopicPartitions.Count, true);
            foreach (var item in TopicPartitions) item.Write(writer, version);
            writer.WriteVarUInt32(0);
        }
    }
}
