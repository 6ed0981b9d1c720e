// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DescribeGroupsRequest : IKafkaRequest<DescribeGroupsRequest, DescribeGroupsResponse>
{
    public const short Key = 15;
    public const short MinVersion = 0;
    public const short MaxVersion = 6;

    public static bool IsFlexible(short version) => version >= 5;

    static ApiKey IKafkaRequest<DescribeGroupsRequest, DescribeGroupsResponse>.ApiKey => ApiKey.DescribeGroups;

    public List<string> Groups { get; set; } = [];

    public bool IncludeAuthorizedOperations { get; set; }

    public static DescribeGroupsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DescribeGroupsRequest", version);
        var value = new DescribeGroupsRequest();
        var flexible = version >= 5;
        var countGroups = reader.ReadArrayCount(flexible, 1);
        value.Groups = new List<string>(countGroups);
        for (var i = 0; i < countGroups; i++) value.Groups.Add(reader.ReadString(flexible));
        if (version >= 3)
        {
            value.IncludeAuthorizedOperations = reader.ReadBool();
        }
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DescribeGroupsRequest", version);
        var flexible = version >= 5;
        writer.WriteArrayCount(Groups.Count, flexible);
        foreach (var item in Groups) writer.WriteString(item, flexible);
        if (version >= 3)
        {
            writer.WriteBool(IncludeAuthorizedOperations);
        }
        if (!(version >= 3) && IncludeAuthorizedOperations) throw KafkaWriter.FieldLost("DescribeGroupsRequest.IncludeAuthorizedOperations", version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }
}
