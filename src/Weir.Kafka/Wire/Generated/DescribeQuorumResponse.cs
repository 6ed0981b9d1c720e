// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeQuorumResponse : IKafkaMessage<DescribeQuorumResponse>
{
    public const short Key = 55;
    public const short MinVersion = 0;
    public const short MaxVersion = 2;

    public static bool IsFlexible(short version) => true;

    public KafkaError ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public List<DescribeQuorumResponse.TopicData> Topics { get; set; } = [];

    public List<DescribeQuorumResponse.Node> Nodes { get; set; } = [];

    public static DescribeQuorumResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeQuorumResponse", version);
        var value = new DescribeQuorumResponse();
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        if (version >= 2)
        {
            value.ErrorMessage = reader.ReadNullableString(true);
        }
        var countTopics = reader.ReadArrayCount(true, 3);
        value.Topics = new List<DescribeQuorumResponse.TopicData>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(DescribeQuorumResponse.TopicData.Read(ref reader, version));
        if (version >= 2)
        {
            var countNodes = reader.ReadArrayCount(true, 6);
            value.Nodes = new List<DescribeQuorumResponse.Node>(countNodes);
            for (var i = 0; i < countNodes; i++) value.Nodes.Add(DescribeQuorumResponse.Node.Read(ref reader, version));
        }
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeQuorumResponse", version);
        writer.WriteInt16((short)ErrorCode);
        if (version >= 2)
        {
            writer.WriteNullableString(ErrorMessage, true);
        }
        writer.WriteArrayCount(Topics.Count, true);
        foreach (var item in Topics) item.Write(writer, version);
        if (version >= 2)
        {
            writer.WriteArrayCount(Nodes.Count, true);
            foreach (var item in Nodes) item.Write(writer, version);
        }
        if (!(version >= 2) && Nodes is not { Count: 0 }) throw KafkaWriter.FieldLost("DescribeQuorumResponse.Nodes", version);
        writer.WriteVarUInt32(0);
    }

    public sealed class ReplicaState
    {
        public int ReplicaId { get; set; }

        public Guid ReplicaDirectoryId { get; set; }

        public long LogEndOffset { get; set; }

        public long LastFetchTimestamp { get; set; } = -1;

        public long LastCaughtUpTimestamp { get; set; } = -1;

        internal static DescribeQuorumResponse.ReplicaState Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeQuorumResponse.ReplicaState();
            value.ReplicaId = reader.ReadInt32();
            if (version >= 2)
            {
                value.ReplicaDirectoryId = reader.ReadGuid();
            }
            value.LogEndOffset = reader.ReadInt64();
            if (version >= 1)
            {
                value.LastFetchTimestamp = reader.ReadInt64();
            }
            if (version >= 1)
            {
                value.LastCaughtUpTimestamp = reader.ReadInt64();
            }
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt32(ReplicaId);
            if (version >= 2)
            {
                writer.WriteGuid(ReplicaDirectoryId);
            }
            if (!(version >= 2) && ReplicaDirectoryId != Guid.Empty) throw KafkaWriter.FieldLost("DescribeQuorumResponse.ReplicaState.ReplicaDirectoryId", version);
            writer.WriteInt64(LogEndOffset);
            if (version >= 1)
            {
                writer.WriteInt64(LastFetchTimestamp);
            }
            if (version >= 1)
            {
                writer.WriteInt64(LastCaughtUpTimestamp);
            }
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class TopicData
    {
        public string TopicName { get; set; } = "";

        public List<DescribeQuorumResponse.PartitionData> Partitions { get; set; } = [];

        internal static DescribeQuorumResponse.TopicData Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeQuorumResponse.TopicData();
            value.TopicName = reader.ReadString(true);
            var countPartitions = reader.ReadArrayCount(true, 25);
            value.Partitions = new List<DescribeQuorumResponse.PartitionData>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(DescribeQuorumResponse.PartitionData.Read(ref reader, version));
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(TopicName, true);
            writer.WriteArrayCount(Partitions.Count, true);
            foreach (var item in Partitions) item.Write(writer, version);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class PartitionData
    {
        public int PartitionIndex { get; set; }

        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        public int LeaderId { get; set; }

        public int LeaderEpoch { get; set; }

        public long HighWatermark { get; set; }

        public List<DescribeQuorumResponse.ReplicaState> CurrentVoters { get; set; } = [];

        public List<DescribeQuorumResponse.ReplicaState> Observers { get; set; } = [];

        internal static DescribeQuorumResponse.PartitionData Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeQuorumResponse.PartitionData();
            value.PartitionIndex = reader.ReadInt32();
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            if (version >= 2)
            {
                value.ErrorMessage = reader.ReadNullableString(true);
            }
            value.LeaderId = reader.ReadInt32();
            value.LeaderEpoch = reader.ReadInt32();
            value.HighWatermark = reader.ReadInt64();
            var countCurrentVoters = reader.ReadArrayCount(true, 13);
            value.CurrentVoters = new List<DescribeQuorumResponse.ReplicaState>(countCurrentVoters);
            for (var i = 0; i < countCurrentVoters; i++) value.CurrentVoters.Add(DescribeQuorumResponse.ReplicaState.Read(ref reader, version));
            var countObservers = reader.ReadArrayCount(true, 13);
            value.Observers = new List<DescribeQuorumResponse.ReplicaState>(countObservers);
            for (var i = 0; i < countObservers; i++) value.Observers.Add(DescribeQuorumResponse.ReplicaState.Read(ref reader, version));
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt16((short)ErrorCode);
            if (version >= 2)
            {
                writer.WriteNullableString(ErrorMessage, true);
            }
            writer.WriteInt32(LeaderId);
            writer.WriteInt32(LeaderEpoch);
            writer.WriteInt64(HighWatermark);
            writer.WriteArrayCount(CurrentVoters.Count, true);
            foreach (var item in CurrentVoters) item.Write(writer, version);
            writer.WriteArrayCount(Observers.Count, true);
            foreach (var item in Observers) item.Write(writer, version);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Node
    {
        public int NodeId { get; set; }

        public List<DescribeQuorumResponse.Listener> Listeners { get; set; } = [];

        internal static DescribeQuorumResponse.Node Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeQuorumResponse.Node();
            value.NodeId = reader.ReadInt32();
            var countListeners = reader.ReadArrayCount(true, 5);
            value.Listeners = new List<DescribeQuorumResponse.Listener>(countListeners);
            for (var i = 0; i < countListeners; i++) value.Listeners.Add(DescribeQuorumResponse.Listener.Read(ref reader, version));
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt32(NodeId);
            writer.WriteArrayCount(Listeners.Count, true);
            foreach (var item in Listeners) item.Write(writer, version);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class Listener
    {
        public string Name { get; set; } = "";

        public string Host { get; set; } = "";

        public ushort Port { get; set; }

        internal static DescribeQuorumResponse.Listener Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeQuorumResponse.Listener();
            value.Name = reader.ReadString(true);
            value.Host = reader.ReadString(true);
            value.Port = reader.ReadUInt16();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(Name, true);
            writer.WriteString(Host, true);
            writer.WriteUInt16(Port);
            writer.WriteVarUInt32(0);
        }
    }
}
