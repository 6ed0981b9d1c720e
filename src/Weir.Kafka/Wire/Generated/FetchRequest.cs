// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class FetchRequest : IKafkaRequest<FetchRequest, FetchResponse>
{
    public const short Key = 1;
    public const short MinVersion = 4;
    public const short MaxVersion = 17;

    public static bool IsFlexible(short version) => version >= 12;

    static ApiKey IKafkaRequest<FetchRequest, FetchResponse>.ApiKey => ApiKey.Fetch;

    public string? ClusterId { get; set; }

    public int ReplicaId { get; set; } = -1;

    public FetchRequest.Replica? ReplicaState { get; set; }

    public int MaxWaitMs { get; set; }

    public int MinBytes { get; set; }

    public int MaxBytes { get; set; } = 0x7fffffff;

    public sbyte IsolationLevel { get; set; }

    public int SessionId { get; set; }

    public int SessionEpoch { get; set; } = -1;

    public List<FetchRequest.FetchTopic> Topics { get; set; } = [];

    public List<FetchRequest.ForgottenTopic> ForgottenTopicsData { get; set; } = [];

    public string RackId { get; set; } = "";

    public static FetchRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("FetchRequest", version);
        var value = new FetchRequest();
        var flexible = version >= 12;
        if (version <= 14)
        {
            value.ReplicaId = reader.ReadInt32();
        }
        value.MaxWaitMs = reader.ReadInt32();
        value.MinBytes = reader.ReadInt32();
        value.MaxBytes = reader.ReadInt32();
        value.IsolationLevel = reader.ReadSByte();
        if (version >= 7)
        {
            value.SessionId = reader.ReadInt32();
        }
        if (version >= 7)
        {
            value.SessionEpoch = reader.ReadInt32();
        }
        var countTopics = reader.ReadArrayCount(flexible, 3);
        value.Topics = new List<FetchRequest.FetchTopic>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(FetchRequest.FetchTopic.Read(ref reader, version));
        if (version >= 7)
        {
            var countForgottenTopicsData = reader.ReadArrayCount(flexible, 3);
            value.ForgottenTopicsData = new List<FetchRequest.ForgottenTopic>(countForgottenTopicsData);
            for (var i = 0; i < countForgottenTopicsData; i++) value.ForgottenTopicsData.Add(FetchRequest.ForgottenTopic.Read(ref reader, version));
        }
        if (version >= 11)
        {
            value.RackId = reader.ReadString(flexible);
        }
        if (flexible)
        {
            var tags = reader.ReadTagCount();
            for (; tags > 0; tags--)
            {
                var tag = reader.ReadTag(out var end);
                switch (tag)
                {
                    case 0 when version >= 12:
                    {
                        value.ClusterId = reader.ReadNullableString(flexible);
                        break;
                    }
                    case 1 when version >= 15:
                    {
                        value.ReplicaState = FetchRequest.Replica.Read(ref reader, version);
                        break;
                    }
                    default:
                    {
                        reader.SkipTo(end);
                        break;
                    }
                }
                reader.EndTag(end);
            }
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("FetchRequest", version);
        var flexible = version >= 12;
        if (version <= 14)
        {
            writer.WriteInt32(ReplicaId);
        }
        if (!(version <= 14) && ReplicaId != -1) throw KafkaWriter.FieldLost("FetchRequest.ReplicaId", version);
        if (!(version >= 15) && ReplicaState is not null) throw KafkaWriter.FieldLost("FetchRequest.ReplicaState", version);
        writer.WriteInt32(MaxWaitMs);
        writer.WriteInt32(MinBytes);
        writer.WriteInt32(MaxBytes);
        writer.WriteSByte(IsolationLevel);
        if (version >= 7)
        {
            writer.WriteInt32(SessionId);
        }
        if (version >= 7)
        {
            writer.WriteInt32(SessionEpoch);
        }
        writer.WriteArrayCount(Topics.Count, flexible);
        foreach (var item in Topics) item.Write(writer, version);
        if (version >= 7)
        {
            writer.WriteArrayCount(ForgottenTopicsData.Count, flexible);
            foreach (var item in ForgottenTopicsData) item.Write(writer, version);
        }
        if (!(version >= 7) && ForgottenTopicsData is not { Count: 0 }) throw KafkaWriter.FieldLost("FetchRequest.ForgottenTopicsData", version);
        if (version >= 11)
        {
            writer.WriteString(RackId, flexible);
        }
        if (flexible)
        {
            var tags = 0u;
            if (version >= 12 && ClusterId is not null) tags++;
            if (version >= 15 && ReplicaState is not null) tags++;
            writer.WriteVarUInt32(tags);
            if (version >= 12 && ClusterId is not null)
            {
                var start = writer.BeginTag(0);
                writer.WriteNullableString(ClusterId, flexible);
                writer.EndTag(start);
            }
            if (version >= 15 && ReplicaState is not null)
            {
                var start = writer.BeginTag(1);
                ReplicaState.Write(writer, version);
                writer.EndTag(start);
            }
        }
    }

    public sealed class Replica
    {
        public int ReplicaId { get; set; } = -1;

        public long ReplicaEpoch { get; set; } = -1;

        internal static FetchRequest.Replica Read(ref KafkaReader reader, short version)
        {
            var value = new FetchRequest.Replica();
            value.ReplicaId = reader.ReadInt32();
            value.ReplicaEpoch = reader.ReadInt64();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt32(ReplicaId);
            writer.WriteInt64(ReplicaEpoch);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class FetchTopic
    {
        public string Topic { get; set; } = "";

        public Guid TopicId { get; set; }

        public List<FetchRequest.FetchPartition> Partitions { get; set; } = [];

        internal static FetchRequest.FetchTopic Read(ref KafkaReader reader, short version)
        {
            var value = new FetchRequest.FetchTopic();
            var flexible = version >= 12;
            if (version <= 12)
            {
                value.Topic = reader.ReadString(flexible);
            }
            if (version >= 13)
            {
                value.TopicId = reader.ReadGuid();
            }
            var countPartitions = reader.ReadArrayCount(flexible, 16);
            value.Partitions = new List<FetchRequest.FetchPartition>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(FetchRequest.FetchPartition.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 12;
            if (version <= 12)
            {
                writer.WriteString(Topic, flexible);
            }
            if (version >= 13)
            {
                writer.WriteGuid(TopicId);
            }
            writer.WriteArrayCount(Partitions.Count, flexible);
            foreach (var item in Partitions) item.Write(writer, version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class FetchPartition
    {
        public int Partition { get; set; }

        public int CurrentLeaderEpoch { get; set; } = -1;

        public long FetchOffset { get; set; }

        public int LastFetchedEpoch { get; set; } = -1;

        public long LogStartOffset { get; set; } = -1;

        public int PartitionMaxBytes { get; set; }

        public Guid ReplicaDirectoryId { get; set; }

        internal static FetchRequest.FetchPartition Read(ref KafkaReader reader, short version)
        {
            var value = new FetchRequest.FetchPartition();
            var flexible = version >= 12;
            value.Partition = reader.ReadInt32();
            if (version >= 9)
            {
                value.CurrentLeaderEpoch = reader.ReadInt32();
            }
            value.FetchOffset = reader.ReadInt64();
            if (version >= 12)
            {
                value.LastFetchedEpoch = reader.ReadInt32();
            }
            if (version >= 5)
            {
                value.LogStartOffset = reader.ReadInt64();
            }
            value.PartitionMaxBytes = reader.ReadInt32();
            if (flexible)
            {
                var tags = reader.ReadTagCount();
                for (; tags > 0; tags--)
                {
                    var tag = reader.ReadTag(out var end);
                    switch (tag)
                    {
                        case 0 when version >= 17:
                        {
                            value.ReplicaDirectoryId = reader.ReadGuid();
                            break;
                        }
                        default:
                        {
                            reader.SkipTo(end);
                            break;
                        }
                    }
                    reader.EndTag(end);
                }
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 12;
            writer.WriteInt32(Partition);
            if (version >= 9)
            {
                writer.WriteInt32(CurrentLeaderEpoch);
            }
            writer.WriteInt64(FetchOffset);
            if (version >= 12)
            {
                writer.WriteInt32(LastFetchedEpoch);
            }
            if (!(version >= 12) && LastFetchedEpoch != -1) throw KafkaWriter.FieldLost("FetchRequest.FetchPartition.LastFetchedEpoch", version);
            if (version >= 5)
            {
                writer.WriteInt64(LogStartOffset);
            }
            writer.WriteInt32(PartitionMaxBytes);
            if (flexible)
            {
                var tags = 0u;
                if (version >= 17 && ReplicaDirectoryId != Guid.Empty) tags++;
                writer.WriteVarUInt32(tags);
                if (version >= 17 && ReplicaDirectoryId != Guid.Empty)
                {
                    var start = writer.BeginTag(0);
                    writer.WriteGuid(ReplicaDirectoryId);
                    writer.EndTag(start);
                }
            }
        }
    }

    public sealed class ForgottenTopic
    {
        public string Topic { get; set; } = "";

        public Guid TopicId { get; set; }

        public List<int> Partitions { get; set; } = [];

        internal static FetchRequest.ForgottenTopic Read(ref KafkaReader reader, short version)
        {
            var value = new FetchRequest.ForgottenTopic();
            var flexible = version >= 12;
            if (version <= 12)
            {
                value.Topic = reader.ReadString(flexible);
            }
            if (version >= 13)
            {
                value.TopicId = reader.ReadGuid();
            }
            var countPartitions = reader.ReadArrayCount(flexible, 4);
            value.Partitions = new List<int>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(reader.ReadInt32());
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 12;
            if (version <= 12)
            {
                writer.WriteString(Topic, flexible);
            }
            if (version >= 13)
            {
                writer.WriteGuid(TopicId);
            }
            writer.WriteArrayCount(Partitions.Count, flexible);
            foreach (var item in Partitions) writer.WriteInt32(item);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }
}
