// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ConsumerGroupDescribeRequest : IKafkaRequest<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>
{
    public const short Key = 69;
    public const short MinVersion = 0;
    public const short MaxVersion = 1;

    public static bool IsFlexible(short version) => true;

    static ApiKey IKafkaRequest<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>.ApiKey => ApiKey.ConsumerGroupDescribe;

    public List<string> GroupIds { get; set; } = [];

    public bool IncludeAuthorizedOperations { get; set; }

    public static ConsumerGroupDescribeRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ConsumerGroupDescribeRequest", version);
        var value = new ConsumerGroupDescribeRequest();
        var countGroupIds = reader.ReadArrayCount(true, 1);
        value.GroupIds = new List<string>(countGroupIds);
        for (var i = 0; i < countGroupIds; i++) value.GroupIds.Add(reader.ReadString(true));
        value.IncludeAuthorizedOperations = reader.ReadBool();
        reader.SkipTags();
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ConsumerGroupDescribeRequest", version);
        writer.WriteArrayCount(GroupIds.Count, true);
        foreach (var item in GroupIds) writer.WriteString(item, true);
        writer.WriteBool(IncludeAuthorizedOperations);
        writer.WriteVarUInt32(0);
    }
}
