// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class TxnOffsetCommitRequest : IKafkaRequest<TxnOffsetCommitRequest, TxnOffsetCommitResponse>
{
    public const short Key = 28;
    public const short MinVersion = 0;
    public const short MaxVersion = 5;

    public static bool IsFlexible(short version) => version >= 3;

    static ApiKey IKafkaRequest<TxnOffsetCommitRequest, TxnOffsetCommitResponse>.ApiKey => ApiKey.TxnOffsetCommit;

    public string TransactionalId { get; set; } = "";

    public string GroupId { get; set; } = "";

    public long ProducerId { get; set; }

    public short ProducerEpoch { get; set; }

    public int GenerationId { get; set; } = -1;

    public string MemberId { get; set; } = "";

    public string? GroupInstanceId { get; set; }

    public List<TxnOffsetCommitRequest.Topic> Topics { get; set; } = [];

    public static TxnOffsetCommitRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("TxnOffsetCommitRequest", version);
        var value = new TxnOffsetCommitRequest();
        var flexible = version >= 3;
        value.TransactionalId = reader.ReadString(flexible);
        value.GroupId = reader.ReadString(flexible);
        value.ProducerId = reader.ReadInt64();
        value.ProducerEpoch = reader.ReadInt16();
        if (version >= 3)
        {
            value.GenerationId = reader.ReadInt32();
        }
        if (version >= 3)
        {
            value.MemberId = reader.ReadString(flexible);
        }
        if (version >= 3)
        {
            value.GroupInstanceId = reader.ReadNullableString(flexible);
        }
        var countTopics = reader.ReadArrayCount(flexible, 3);
        value.Topics = new List<TxnOffsetCommitRequest.Topic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(TxnOffsetCommitRequest.Topic.Read(ref reader, version));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("TxnOffsetCommitRequest", version);
        var flexible = version >= 3;
        writer.WriteString(TransactionalId, flexible);
        writer.WriteString(GroupId, flexible);
        writer.WriteInt64(ProducerId);
        writer.WriteInt16(ProducerEpoch);
        if (version >= 3)
        {
            writer.WriteInt32(GenerationId);
        }
        if (!(version >= 3) && GenerationId != -1) throw KafkaWriter.FieldLost("TxnOffsetCommitRequest.GenerationId", version);
        if (version >= 3)
        {
            writer.WriteString(MemberId, flexible);
        }
        if (!(version >= 3) && MemberId is not "") throw KafkaWriter.FieldLost("TxnOffsetCommitRequest.MemberId", version);
        if (version >= 3)
        {
            writer.WriteNullableString(GroupInstanceId, flexible);
        }
        if (!(version >= 3) && GroupInstanceId is not null) throw KafkaWriter.FieldLost("TxnOffsetCommitRequest.GroupInstanceId", version);
        writer.WriteArrayCount(Topics.Count, flexible);
        foreach (var item in Topics) item.Write(writer, version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Topic
    {
        public string Name { get; set; } = "";

        public List<TxnOffsetCommitRequest.Partition> Partitions { get; set; } = [];

        internal static TxnOffsetCommitRequest.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new TxnOffsetCommitRequest.Topic();
            var flexible = version >= 3;
            value.Name = reader.ReadString(flexible);
            var countPartitions = reader.ReadArrayCount(flexible, 14);
            value.Partitions = new List<TxnOffsetCommitRequest.Partition>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(TxnOffsetCommitRequest.Partition.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 3;
            writer.WriteString(Name, flexible);
            writer.WriteArrayCount(Partitions.Count, flexible);
            foreach (var item in Partitions) item.Write(writer, version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class Partition
    {
        public int PartitionIndex { get; set; }

        public long CommittedOffset { get; set; }

        public int CommittedLeaderEpoch { get; set; } = -1;

        public string? CommittedMetadata { get; set; }

        internal static TxnOffsetCommitRequest.Partition Read(ref KafkaReader reader, short version)
        {
            var value = new TxnOffsetCommitRequest.Partition();
            var flexible = version >= 3;
            value.PartitionIndex = reader.ReadInt32();
            value.CommittedOffset = reader.ReadInt64();
            if (version >= 2)
            {
                value.CommittedLeaderEpoch = reader.ReadInt32();
            }
            value.CommittedMetadata = reader.ReadNullableString(flexible);
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 3;
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt64(CommittedOffset);
            if (version >= 2)
            {
                writer.WriteInt32(CommittedLeaderEpoch);
            }
            writer.WriteNullableString(CommittedMetadata, flexible);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
