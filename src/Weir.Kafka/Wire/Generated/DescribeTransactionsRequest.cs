// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeTransactionsRequest : IKafkaRequest<DescribeTransactionsRequest, DescribeTransactionsResponse>
{
    public const short Key = 65;
    public const short MinVersion = 0;
    public const short MaxVersion = 0;

    public static bool IsFlexible(short version) => true;

    static ApiKey IKafkaRequest<DescribeTransactionsRequest, DescribeTransactionsResponse>.ApiKey => ApiKey.DescribeTransactions;

    public List<string> TransactionalIds { get; set; } = [];

    public static DescribeTransactionsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeTransactionsRequest", version);
        var value = new DescribeTransactionsRequest();
        var countTransactionalIds = reader.ReadArrayCount(true, 1);
        value.TransactionalIds = new List<string>(countTransactionalIds);
        for (var i = 0; i < countTransactionalIds; i++) value.TransactionalIds.Add(reader.ReadString(true));
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeTransactionsRequest", version);
        writer.WriteArrayCount(TransactionalIds.Count, true);
        foreach (var item in TransactionalIds) writer.WriteString(item, true);
        writer.WriteVarUInt32(0);
    }
}
