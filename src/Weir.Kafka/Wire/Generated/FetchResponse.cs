// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class FetchResponse : IKafkaMessage<FetchResponse>
{
    public const short Key = 1;
    public const short MinVersion = 4;
    public const short MaxVersion = 17;

    public static bool IsFlexible(short version) => version >= 12;

    public int ThrottleTimeMs { get; set; }

    public KafkaError ErrorCode { get; set; }

    public int SessionId { get; set; }

    public List<FetchResponse.FetchableTopic> Responses { get; set; } = [];

    public List<FetchResponse.NodeEndpoint> NodeEndpoints { get; set; } = [];

    public static FetchResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("FetchResponse", version);
        var value = new FetchResponse();
        var flexible = version >= 12;
        value.ThrottleTimeMs = reader.ReadInt32();
        if (version >= 7)
        {
            value.ErrorCode = (KafkaError)reader.ReadInt16();
        }
        if (version >= 7)
        {
            value.SessionId = reader.ReadInt32();
        }
        var countResponses = reader.ReadArrayCount(flexible, 3);
        value.Responses = new List<FetchResponse.FetchableTopic>(countResponses);
        for (var i = 0; i < countResponses; i++) value.Responses.Add(FetchResponse.FetchableTopic.Read(ref reader, version));
        if (flexible)
        {
            var tags = reader.ReadTagCount();
            for (; tags > 0; tags--)
            {
                var tag = reader.ReadTag(out var end);
                switch (tag)
                {
                    case 0 when version >= 16:
                    {
                        var countNodeEndpoints = reader.ReadArrayCount(flexible, 11);
                        value.NodeEndpoints = new List<FetchResponse.NodeEndpoint>(countNodeEndpoints);
                        for (var i = 0; i < countNodeEndpoints; i++) value.NodeEndpoints.Add(FetchResponse.NodeEndpoint.Read(ref reader, version));
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
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("FetchResponse", version);
        var flexible = version >= 12;
        writer.WriteInt32(ThrottleTimeMs);
        if (version >= 7)
        {
            writer.WriteInt16((short)ErrorCode);
        }
        if (version >= 7)
        {
            writer.WriteInt32(SessionId);
        }
        if (!(version >= 7) && SessionId != 0) throw KafkaWriter.FieldLost("FetchResponse.SessionId", version);
        writer.WriteArrayCount(Responses.Count, flexible);
        foreach (var item in Responses) item.Write(writer, version);
        if (!(version >= 16) && NodeEndpoints is not { Count: 0 }) throw KafkaWriter.FieldLost("FetchResponse.NodeEndpoints", version);
        if (flexible)
        {
            var tags = 0u;
            if (version >= 16 && NodeEndpoints is not { Count: 0 }) tags++;
            writer.WriteVarUInt32(tags);
            if (version >= 16 && NodeEndpoints is not { Count: 0 })
            {
                var start = writer.BeginTag(0);
                writer.WriteArrayCount(NodeEndpoints.Count, flexible);
                foreach (var item in NodeEndpoints) item.Write(writer, version);
                writer.EndTag(start);
            }
        }
    }

    public sealed class FetchableTopic
    {
        public string Topic { get; set; } = "";

        public Guid TopicId { get; set; }

        public List<FetchResponse.PartitionData> Partitions { get; set; } = [];

        internal static FetchResponse.FetchableTopic Read(ref KafkaReader reader, short version)
        {
            var value = new FetchResponse.FetchableTopic();
            var flexible = version >= 12;
            if (version <= 12)
            {
                value.Topic = reader.ReadString(flexible);
            }
            if (version >= 13)
            {
                value.TopicId = reader.ReadGuid();
            }
            var countPartitions = reader.ReadArrayCount(flexible, 30);
            value.Partitions = new List<FetchResponse.PartitionData>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(FetchResponse.PartitionData.Read(ref reader, version));
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

    public sealed class PartitionData
    {
        public int PartitionIndex { get; set; }

        public KafkaError ErrorCode { get; set; }

        public long HighWatermark { get; set; }

        public long LastStableOffset { get; set; } = -1;

        public long LogStartOffset { get; set; } = -1;

        public FetchResponse.EpochEndOffset? DivergingEpoch { get; set; }

        public FetchResponse.LeaderIdAndEpoch? CurrentLeader { get; set; }

        public FetchResponse.SnapshotId? SnapshotId { get; set; }

        public List<FetchResponse.AbortedTransaction>? AbortedTransactions { get; set; }

        public int PreferredReadReplica { get; set; } = -1;

        public ReadOnlyMemory<byte>? Records { get; set; }

        internal static FetchResponse.PartitionData Read(ref KafkaReader reader, short version)
        {
            var value = new FetchResponse.PartitionData();
            var flexible = version >= 12;
            value.PartitionIndex = reader.ReadInt32();
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.HighWatermark = reader.ReadInt64();
            value.LastStableOffset = reader.ReadInt64();
            if (version >= 5)
            {
                value.LogStartOffset = reader.ReadInt64();
            }
            var countAbortedTransactions = reader.ReadNullableArrayCount(flexible, 16);
            value.AbortedTransactions = countAbortedTransactions < 0 ? null : new List<FetchResponse.AbortedTransaction>(countAbortedTransactions);
            for (var i = 0; i < countAbortedTransactions; i++) value.AbortedTransactions!.Add(FetchResponse.AbortedTransaction.Read(ref reader, version));
            if (version >= 11)
            {
                value.PreferredReadReplica = reader.ReadInt32();
            }
            value.Records = reader.ReadNullableRecords(flexible);
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
                            value.DivergingEpoch = FetchResponse.EpochEndOffset.Read(ref reader, version);
                            break;
                        }
                        case 1 when version >= 12:
                        {
                            value.CurrentLeader = FetchResponse.LeaderIdAndEpoch.Read(ref reader, version);
                            break;
                        }
                        case 2 when version >= 12:
                        {
                            value.SnapshotId = FetchResponse.SnapshotId.Read(ref reader, version);
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
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt16((short)ErrorCode);
            writer.WriteInt64(HighWatermark);
            writer.WriteInt64(LastStableOffset);
            if (version >= 5)
            {
                writer.WriteInt64(LogStartOffset);
            }
            if (!(version >= 12) && DivergingEpoch is not null) throw KafkaWriter.FieldLost("FetchResponse.PartitionData.DivergingEpoch", version);
            if (!(version >= 12) && CurrentLeader is not null) throw KafkaWriter.FieldLost("FetchResponse.PartitionData.CurrentLeader", version);
            if (!(version >= 12) && SnapshotId is not null) throw KafkaWriter.FieldLost("FetchResponse.PartitionData.SnapshotId", version);
            if (AbortedTransactions is null)
            {
                writer.WriteArrayCount(-1, flexible);
            }
            else
            {
                writer.WriteArrayCount(AbortedTransactions.Count, flexible);
                foreach (var item in AbortedTransactions) item.Write(writer, version);
            }
            if (version >= 11)
            {
                writer.WriteInt32(PreferredReadReplica);
            }
            if (!(version >= 11) && PreferredReadReplica != -1) throw KafkaWriter.FieldLost("FetchResponse.PartitionData.PreferredReadReplica", version);
            writer.WriteNullableRecords(Records, flexible);
            if (flexible)
            {
                var tags = 0u;
                if (version >= 12 && DivergingEpoch is not null) tags++;
                if (version >= 12 && CurrentLeader is not null) tags++;
                if (version >= 12 && SnapshotId is not null) tags++;
                writer.WriteVarUInt32(tags);
                if (version >= 12 && DivergingEpoch is not null)
                {
                    var start = writer.BeginTag(0);
                    DivergingEpoch.Write(writer, version);
                    writer.EndTag(start);
                }
                if (version >= 12 && CurrentLeader is not null)
                {
                    var start = writer.BeginTag(1);
                    CurrentLeader.Write(writer, version);
                    writer.EndTag(start);
                }
                if (version >= 12 && SnapshotId is not null)
                {
                    var start = writer.BeginTag(2);
                    SnapshotId.Write(writer, version);
                    writer.EndTag(start);
                }
            }
        }
    }

    public sealed class EpochEndOffset
    {
        public int Epoch { get; set; } = -1;

        public long EndOffset { get; set; } = -1;

        internal static FetchResponse.EpochEndOffset Read(ref KafkaReader reader, short version)
        {
            var value = new FetchResponse.EpochEndOffset();
            value.Epoch = reader.ReadInt32();
            value.EndOffset = reader.ReadInt64();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt32(Epoch);
            writer.WriteInt64(EndOffset);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class LeaderIdAndEpoch
    {
        public int LeaderId { get; set; } = -1;

        public int LeaderEpoch { get; set; } = -1;

        internal static FetchResponse.LeaderIdAndEpoch Read(ref KafkaReader reader, short version)
        {
            var value = new FetchResponse.LeaderIdAndEpoch();
            value.LeaderId = reader.ReadInt32();
            value.LeaderEpoch = reader.ReadInt32();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt32(LeaderId);
            writer.WriteInt32(LeaderEpoch);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class SnapshotId
    {
        public long EndOffset { get; set; } = -1;

        public int Epoch { get; set; } = -1;

        internal static FetchResponse.SnapshotId Read(ref KafkaReader reader, short version)
        {
            var value = new FetchResponse.SnapshotId();
            value.EndOffset = reader.ReadInt64();
            value.Epoch = reader.ReadInt32();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt64(EndOffset);
            writer.WriteInt32(Epoch);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class AbortedTransaction
    {
        public long ProducerId { get; set; }

        public long FirstOffset { get; set; }

        internal static FetchResponse.AbortedTransaction Read(ref KafkaReader reader, short version)
        {
            var value = new FetchResponse.AbortedTransaction();
            var flexible = version >= 12;
            value.ProducerId = reader.ReadInt64();
            value.FirstOffset = reader.ReadInt64();
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 12;
            writer.WriteInt64(ProducerId);
            writer.WriteInt64(FirstOffset);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class NodeEndpoint
    {
        public int NodeId { get; set; }

        public string Host { get; set; } = "";

        public int Port { get; set; }

        public string? Rack { get; set; }

        internal static FetchResponse.NodeEndpoint Read(ref KafkaReader reader, short version)
        {
            var value = new FetchResponse.NodeEndpoint();
            value.NodeId = reader.ReadInt32();
            value.Host = reader.ReadString(true);
            value.Port = reader.ReadInt32();
            value.Rack = reader.ReadNullableString(true);
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt32(NodeId);
            writer.WriteString(Host, true);
            writer.WriteInt32(Port);
            writer.WriteNullableString(Rack, true);
            writer.WriteVarUInt32(0);
        }
    }
}
