// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ListTransactionsRequest : IKafkaRequest<ListTransactionsRequest, ListTransactionsResponse>
{
    public const short Key = 66;
    public const short MinVersion = 0;
    public const short MaxVersion = 2;

    public static bool IsFlexible(short version) => true;

    static ApiKey IKafkaRequest<ListTransactionsRequest, ListTransactionsResponse>.ApiKey => ApiKey.ListTransactions;

    public List<string> StateFilters { get; set; } = [];

    public List<long> ProducerIdFilters { get; set; } = [];

    public long DurationFilter { get; set; } = -1;

    public string? TransactionalIdPattern { get; set; }

    public static ListTransactionsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ListTransactionsRequest", version);
        var value = new ListTransactionsRequest();
        var countStateFilters = reader.ReadArrayCount(true, 1);
        value.StateFilters = new List<string>(countStateFilters);
        for (var i = 0; i < countStateFilters; i++) value.StateFilters.Add(reader.ReadString(true));
        var countProducerIdFilters = reader.ReadArrayCount(true, 8);
        value.ProducerIdFilters = new List<long>(countProducerIdFilters);
        for (var i = 0; i < countProducerIdFilters; i++) value.ProducerIdFilters.Add(reader.ReadInt64());
        if (version >= 1)
        {
            value.DurationFilter = reader.ReadInt64();
        }
        if (version >= 2)
        {
            value.TransactionalIdPattern = reader.ReadNullableString(true);
        }
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ListTransactionsRequest", version);
        writer.WriteArrayCount(StateFilters.Count, true);
        foreach (var item in StateFilters) writer.WriteString(item, true);
        writer.WriteArrayCount(ProducerIdFilters.Count, true);
        foreach (var item in ProducerIdFilters) writer.WriteInt64(item);
        if (version >= 1)
        {
            writer.WriteInt64(DurationFilter);
        }
        if (!(version >= 1) && DurationFilter != -1) throw KafkaWriter.FieldLost("ListTransactionsRequest.DurationFilter", version);
        if (version >= 2)
        {
            writer.WriteNullableString(TransactionalIdPattern, true);
        }
        if (!(version >= 2) && TransactionalIdPattern is not null) throw KafkaWriter.FieldLost("ListTransactionsRequest.TransactionalIdPattern", version);
        writer.WriteVarUInt32(0);
    }
}
