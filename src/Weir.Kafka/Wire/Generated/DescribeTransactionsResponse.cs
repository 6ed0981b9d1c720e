// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeTransactionsResponse : IKafkaMessage<DescribeTransactionsResponse>
{
    public const short Key = 65;
    public const short MinVersion = 0;
    public const short MaxVersion = 0;

    public static bool IsFlexible(short version) => true;

    public int ThrottleTimeMs { get; set; }

    public List<DescribeTransactionsResponse.Transaction> TransactionStates { get; set; } = [];

    public static DescribeTransactionsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeTransactionsResponse", version);
        var value = new DescribeTransactionsResponse();
        value.ThrottleTimeMs = reader.ReadInt32();
        var countTransactionStates = reader.ReadArrayCount(true, 28);
        value.TransactionStates = new List<DescribeTransactionsResponse.Transaction>(countTransactionStates);
        for (var i = 0; i < countTransactionStates; i++) value.TransactionStates.Add(DescribeTransactionsResponse.Transaction.Read(ref reader, version));
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeTransactionsResponse", version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArrayCount(TransactionStates.Count, true);
        foreach (var item in TransactionStates) item.Write(writer, version);
        writer.WriteVarUInt32(0);
    }

    public sealed class Transaction
    {
        public KafkaError ErrorCode { get; set; }

        public string TransactionalId { get; set; } = "";

        public string TransactionState { get; set; } = "";

        public int TransactionTimeoutMs { get; set; }

        public long TransactionStartTimeMs { get; set; }

        public long ProducerId { get; set; }

        public short ProducerEpoch { get; set; }

        public List<DescribeTransactionsResponse.TopicData> Topics { get; set; } = [];

        internal static DescribeTransactionsResponse.Transaction Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeTransactionsResponse.Transaction();
            value.ErrorCode = (KafkaError)reader.ReadInt16();
            value.TransactionalId = reader.ReadString(true);
            value.TransactionState = reader.ReadString(true);
            value.TransactionTimeoutMs = reader.ReadInt32();
            value.TransactionStartTimeMs = reader.ReadInt64();
            value.ProducerId = reader.ReadInt64();
            value.ProducerEpoch = reader.ReadInt16();
            var countTopics = reader.ReadArrayCount(true, 3);
            value.Topics = new List<DescribeTransactionsResponse.TopicData>(countTopics);
            for (var i = 0; i < countTopics; i++) value.Topics.Add(DescribeTransactionsResponse.TopicData.Read(ref reader, version));
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteInt16((short)ErrorCode);
            writer.WriteString(TransactionalId, true);
            writer.WriteString(TransactionState, true);
            writer.WriteInt32(TransactionTimeoutMs);
            writer.WriteInt64(TransactionStartTimeMs);
            writer.WriteInt64(ProducerId);
            writer.WriteInt16(ProducerEpoch);
            writer.WriteArrayCount(Topics.Count, true);
            foreach (var item in Topics) item.Write(writer, version);
            writer.WriteVarUInt32(0);
        }
    }

    public sealed class TopicData
    {
        public string Topic { get; set; } = "";

        public List<int> Partitions { get; set; } = [];

        internal static DescribeTransactionsResponse.TopicData Read(ref KafkaReader reader, short version)
        {
            var value = new DescribeTransactionsResponse.TopicData();
            value.Topic = reader.ReadString(true);
            var countPartitions = reader.ReadArrayCount(true, 4);
            value.Partitions = new List<int>(countPartitions);
            for (var i = 0; i < countPartitions; i++) value.Partitions.Add(reader.ReadInt32());
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(Topic, true);
            writer.WriteArrayCount(Partitions.Count, true);
            foreach (var item in Partitions) writer.WriteInt32(item);
            writer.WriteVarUInt32(0);
        }
    }
}
