// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeProducersResponse : IKafkaMessage<DescribeProducersResponse>
{
    public const short Key = 61;
    public const short MinVersion = 0;
    public const short MaxVersion = 0;

    public static bool IsFlexible(short version) => true;

    public int ThrottleTimeMs { get; set; }

    public List<DescribeProducersResponse.TopicResponse> Topics { get; set; } = [];

    public static DescribeProducersResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeProducersResponse", version);
        var value = new DescribeProducersResponse();
        value.ThrottleTimeMs = reader.ReadInt32();
        var countTopics = reader.ReadArrayCount(true, 3);
        value.Topics = new List<DescribeProducersResponse.TopicResponse>(countTopics);
        for (var i = 0; i < countTopics; i++) value.Topics.Add(DescribeProducersResponse.TopicResponse.Read(ref reader, version));
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeProducersResponse", version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(Topics.Count, true);
        foreach (var item in Topics) item.Write(writer, version);
        writer.WriteVarUInt32(0);
    }

    public sealed class TopicResponse
    {
        public string Name { get; set; } = "";

        public List<DescribeProducersResponse.PartitionResponse> Partitions { get; set; } = [];

        internal static DescribeProducersResponse.TopicResponse Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeProducersResponse.TopicResponse();
            value.Name = reader.ReadString(true);
            var countPartitions = reader.ReadArrayCount(true, 9);
            value.Partitions = new List<DescribeProducersResponse.PartitionResponse>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(DescribeProducersResponse.PartitionResponse.Read(ref reader, version));
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(Name, true);
            writer.WriteArrayCount(Partitions.Count, true);
            foreach (var item in Partitions) item.Write(writer, version);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class PartitionResponse
    {
        public int PartitionIndex { get; set; }

        public KafkaError ErrorCode { get; set; }

        public string? ErrorMessage { get; set; }

        public List<DescribeProducersResponse.ProducerState> ActiveProducers { get; set; } = [];

        internal static DescribeProducersResponse.PartitionResponse Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeProducersResponse.PartitionResponse();
            value.PartitionIndex = reader.ReadInt32();
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.ErrorMessage = reader.ReadNullableString(true);
            var countActiveProducers = reader.ReadArrayCount(true, 37);
            value.ActiveProducers = new List<DescribeProducersResponse.ProducerState>(countActiveProducers);
            for (var i = 0; i < countActiveProducers; i++) value.ActiveProducers.Add(DescribeProducersResponse.ProducerState.Read(ref reader, version));
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt16((short)ErrorCode);
            writer.WriteNullableString(ErrorMessage, true);
            writer.WriteArrayCount(ActiveProducers.Count, true);
            foreach (var item in ActiveProducers) item.Write(writer, version);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class ProducerState
    {
        public long ProducerId { get; set; }

        public int ProducerEpoch { get; set; }

        public int LastSequence { get; set; } = -1;

        public long LastTimestamp { get; set; } = -1;

        public int CoordinatorEpoch { get; set; }

        public long CurrentTxnStartOffset { get; set; } = -1;

        internal static DescribeProducersResponse.ProducerState Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeProducersResponse.ProducerState();
            value.ProducerId = reader.ReadInt64();
            value.ProducerEpoch = reader.ReadInt32();
            value.LastSequence = reader.ReadInt32();
            value.LastTimestamp = reader.ReadInt64();
            value.CoordinatorEpoch = reader.ReadInt32();
            value.CurrentTxnStartOffset = reader.ReadInt64();
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt64(ProducerId);
            writer.WriteInt32(ProducerEpoch);
            writer.WriteInt32(LastSequence);
            writer.WriteInt64(LastTimestamp);
            writer.WriteInt32(CoordinatorEpoch);
            writer.WriteInt64(CurrentTxnStartOffset);
            writer.WriteVarUInt32(0);
        }
    }
}
