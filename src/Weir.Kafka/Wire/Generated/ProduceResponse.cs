// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ProduceResponse : IKafkaMessage<ProduceResponse>
{
    public const short Key = 0;
    public const short MinVersion = 3;
    public const short MaxVersion = 13;

    public static bool IsFlexible(short version) => version >= 9;

    public List<ProduceResponse.Topic> Responses { get; set; } = [];

    public int ThrottleTimeMs { get; set; }

    public List<ProduceResponse.NodeEndpoint> NodeEndpoints { get; set; } = [];

    public static ProduceResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ProduceResponse", version);
        var value = new ProduceResponse();
        var flexible = version >= 9;
        var countResponses = reader.ReadArrayCount(flexible, 3);
        value.Responses = new List<ProduceResponse.Topic>(countResponses);
        for (var i = 0; i < countResponses; i++) value.Responses.Add(ProduceResponse.Topic.Read(ref reader, version));
        value.ThrottleTimeMs = reader.ReadInt32();
        if (flexible)
        {
            var tags = reader.ReadTagCount();
            for (; tags > 0; tags--)
            {
                var tag = reader.ReadTag(out var end);
                switch (tag)
                {
                    case 0 when version >= 10:
                    {
                        var countNodeEndpoints = reader.ReadArrayCount(flexible, 11);
                        value.NodeEndpoints = new List<ProduceResponse.NodeEndpoint>(countNodeEndpoints);
                        for (var i = 0; i < countNodeEndpoints; i++) value.NodeEndpoints.Add(ProduceResponse.NodeEndpoint.Read(ref reader, version));
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
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ProduceResponse", version);
        var flexible = version >= 9;
        writer.WriteArrayCount(Responses.Count, flexible);
        foreach (var item in Responses) item.Write(writer, version);
        writer.WriteInt32(ThrottleTimeMs);
        if (!(version >= 10) && NodeEndpoints is not { Count: 0 }) throw KafkaWriter.FieldLost("ProduceResponse.NodeEndpoints", version);
        if (flexible)
        {
            var tags = 0u;
            if (version >= 10 && NodeEndpoints is not { Count: 0 }) tags++;
            writer.WriteVarUInt32(tags);
            if (version >= 10 && NodeEndpoints is not { Count: 0 })
            {
                var start = writer.BeginTag(0);
                writer.WriteArrayCount(NodeEndpoints.Count, flexible);
                foreach (var item in NodeEndpoints) item.Write(writer, version);
                writer.EndTag(start);
            }
        }
    }

    public sealed class Topic
    {
        public string Name { get; set; } = "";

        public Guid TopicId { get; set; }

        public List<ProduceResponse.Partition> PartitionResponses { get; set; } = [];

        internal static ProduceResponse.Topic Read(ref KafkaReader reader, short version)
        {
            var value = new ProduceResponse.Topic();
            var flexible = version >= 9;
            if (version <= 12)
            {
                value.Name = reader.ReadString(flexible);
            }
            if (version >= 13)
            {
                value.TopicId = reader.ReadGuid();
            }
            var countPartitionResponses = reader.ReadArrayCount(flexible, 22);
            value.PartitionResponses = new List<ProduceResponse.Partition>(countPartitionResponses);
            for (var i = 0; i < countPartitionResponses; i++) value.PartitionResponses.Add(ProduceResponse.Partition.Read(ref reader, version));
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 9;
            if (version <= 12)
            {
                writer.WriteString(Name, flexible);
            }
            if (version >= 13)
            {
                writer.WriteGuid(TopicId);
            }
            writer.WriteArrayCount(PartitionResponses.Count, flexible);
            foreach (var item in PartitionResponses) item.Write(writer, version);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class Partition
    {
        public int Index { get; set; }

        public KafkaError ErrorCode { get; set; }

        public long BaseOffset { get; set; }

        public long LogAppendTimeMs { get; set; } = -1;

        public long LogStartOffset { get; set; } = -1;

        public List<ProduceResponse.RecordError> RecordErrors { get; set; } = [];

        public string? ErrorMessage { get; set; }

        public ProduceResponse.LeaderIdAndEpoch? CurrentLeader { get; set; }

        internal static ProduceResponse.Partition Read(ref KafkaReader reader, short version)
        {
            var value = new ProduceResponse.Partition();
            var flexible = version >= 9;
            value.Index = reader.ReadInt32();
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.BaseOffset = reader.ReadInt64();
            value.LogAppendTimeMs = reader.ReadInt64();
            if (version >= 5)
            {
                value.LogStartOffset = reader.ReadInt64();
            }
            if (version >= 8)
            {
                var countRecordErrors = reader.ReadArrayCount(flexible, 6);
                value.RecordErrors = new List<ProduceResponse.RecordError>(countRecordErrors);
                for (var i = 0; i < countRecordErrors; i++) value.RecordErrors.Add(ProduceResponse.RecordError.Read(ref reader, version));
            }
            if (version >= 8)
            {
                value.ErrorMessage = reader.ReadNullableString(flexible);
            }
            if (flexible)
            {
                var tags = reader.ReadTagCount();
                for (; tags > 0; tags--)
                {
                    var tag = reader.ReadTag(out var end);
                    switch (tag)
                    {
                        case 0 when version >= 10:
                        {
                            value.CurrentLeader = ProduceResponse.LeaderIdAndEpoch.Read(ref reader, version);
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
            var flexible = version >= 9;
            writer.WriteInt32(Index);
            writer.WriteInt16((short)ErrorCode);
            writer.WriteInt64(BaseOffset);
            writer.WriteInt64(LogAppendTimeMs);
            if (version >= 5)
            {
                writer.WriteInt64(LogStartOffset);
            }
            if (version >= 8)
            {
                writer.WriteArrayCount(RecordErrors.Count, flexible);
                foreach (var item in RecordErrors) item.Write(writer, version);
            }
            if (version >= 8)
            {
                writer.WriteNullableString(ErrorMessage, flexible);
            }
            if (!(version >= 10) && CurrentLeader is not null) throw KafkaWriter.FieldLost("ProduceResponse.Partition.CurrentLeader", version);
            if (flexible)
            {
                var tags = 0u;
                if (version >= 10 && CurrentLeader is not null) tags++;
                writer.WriteVarUInt32(tags);
                if (version >= 10 && CurrentLeader is not null)
                {
                    var start = writer.BeginTag(0);
                    CurrentLeader.Write(writer, version);
                    writer.EndTag(start);
                }
            }
        }
    }

    public sealed class RecordError
    {
        public int BatchIndex { get; set; }

        public string? BatchIndexErrorMessage { get; set; }

        internal static ProduceResponse.RecordError Read(ref KafkaReader reader, short version)
        {
            var value = new ProduceResponse.RecordError();
            var flexible = version >= 9;
            value.BatchIndex = reader.ReadInt32();
            value.BatchIndexErrorMessage = reader.ReadNullableString(flexible);
            if (flexible)
            {
                reader.SkipTags();
            }
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            var flexible = version >= 9;
            writer.WriteInt32(BatchIndex);
            writer.WriteNullableString(BatchIndexErrorMessage, flexible);
            if (flexible)
            {
                writer.WriteVarUInt32(0);
            }
        }
    }

    public sealed class LeaderIdAndEpoch
    {
        public int LeaderId { get; set; } = -1;

        public int LeaderEpoch { get; set; } = -1;

        internal static ProduceResponse.LeaderIdAndEpoch Read(ref KafkaReader reader, short version)
        {
            var value = new ProduceResponse.LeaderIdAndEpoch();
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

    public sealed class NodeEndpoint
    {
        public int NodeId { get; set; }

        public string Host { get; set; } = "";

        public int Port { get; set; }

        public string? Rack { get; set; }

        internal static ProduceResponse.NodeEndpoint Read(ref KafkaReader reader, short version)
        {
            var value = new ProduceResponse.NodeEndpoint();
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
