// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ListTransactionsResponse : IKafkaMessage<ListTransactionsResponse>
{
    public const short Key = 66;
    public const short MinVersion = 0;
    public const short MaxVersion = 2;

    public static bool IsFlexible(short version) => true;

    public int ThrottleTimeMs { get; set; }

    public KafkaError ErrorCode { get; set; }

    public List<string> UnknownStateFilters { get; set; } = [];

    public List<ListTransactionsResponse.Transaction> TransactionStates { get; set; } = [];

    public static ListTransactionsResponse Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ListTransactionsResponse", version);
        var value = new ListTransactionsResponse();
        value.ThrottleTimeMs = reader.ReadInt32();
        value.ErrorCode = (KafkaError)reader.ReadInt16();
        var countUnknownStateFilters = reader.ReadArrayCount(true, 1);
        value.UnknownStateFilters = new List<string>(countUnknownStateFilters);
        for (var i = 0; i < countUnknownStateFilters; i++) value.UnknownStateFilters.Add(reader.ReadString(true));
        var countTransactionStates = reader.ReadArrayCount(true, 11);
        value.TransactionStates = new List<ListTransactionsResponse.Transaction>(countTransactionStates);
        for (var i = 0; i < countTransactionStates; i++) value.TransactionStates.Add(ListTransactionsResponse.Transaction.Read(ref reader, version));
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ListTransactionsResponse", version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteInt16((short)ErrorCode);
        writer.WriteArrayCount(UnknownStateFilters.Count, true);
        foreach (var item in UnknownStateFilters) writer.WriteString(item, true);
        writer.WriteArrayCount(TransactionStates.Count, true);
        foreach (var item in TransactionStates) item.Write(writer, version);
        writer.WriteVarUInt32(0);
    }

    public sealed class Transaction
    {
        public string TransactionalId { get; set; } = "";

        public long ProducerId { get; set; }

        public string TransactionState { get; set; } = "";

        internal static ListTransactionsResponse.Transaction Read(ref KafkaReader reader, short version)
        {
            var value = new ListTransactionsResponse.Transaction();
            value.TransactionalId = reader.ReadString(true);
            value.ProducerId = reader.ReadInt64();
            value.TransactionState = reader.ReadString(true);
            reader.SkipTags();
            return value;
        }

        internal void Write(KafkaWriter writer, short version)
        {
            writer.WriteString(TransactionalId, true);
            writer.WriteInt64(ProducerId);
            writer.WriteString(TransactionState, true);
            writer.WriteVarUInt32(0);
        }
    }
}
