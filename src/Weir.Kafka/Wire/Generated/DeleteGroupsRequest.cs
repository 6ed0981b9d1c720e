// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class DeleteGroupsRequest : IKafkaRequest<DeleteGroupsRequest, DeleteGroupsResponse>
{
    public const short Key = 42;
    public const short MinVersion = 0;
    public const short MaxVersion = 2;

    public static bool IsFlexible(short version) => version >= 2;

    static ApiKey IKafkaRequest<DeleteGroupsRequest, DeleteGroupsResponse>.ApiKey => ApiKey.DeleteGroups;

    public List<string> GroupsNames { get; set; } = [];

    public static DeleteGroupsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("DeleteGroupsRequest", version);
        var value = new DeleteGroupsRequest();
        var flexible = version >= 2;
        var countGroupsNames = reader.ReadArrayCount(flexible, 1);
        value.GroupsNames = new List<string>(countGroupsNames);
        for (var i = 0; i < countGroupsNames; i++) value.GroupsNames.Add(reader.ReadString(flexible));
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("DeleteGroupsRequest", version);
        var flexible = version >= 2;
        writer.WriteArrayCount(GroupsNames.Count, flexible);
        foreach (var item in GroupsNames) writer.WriteString(item, flexible);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }
}
