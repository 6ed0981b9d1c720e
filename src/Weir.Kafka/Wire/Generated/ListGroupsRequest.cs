// generated from eng/kafka/*.api: dotnet run --project eng/Weir.KafkaGenerator -- generate
#nullable enable

namespace Weir.Kafka.Wire;

public sealed class ListGroupsRequest : IKafkaRequest<ListGroupsRequest, ListGroupsResponse>
{
    public const short Key = 16;
    public const short MinVersion = 0;
    public const short MaxVersion = 5;

    public static bool IsFlexible(short version) => version >= 3;

    static ApiKey IKafkaRequest<ListGroupsRequest, ListGroupsResponse>.ApiKey => ApiKey.ListGroups;

    public List<string> StatesFilter { get; set; } = [];

    public List<string> TypesFilter { get; set; } = [];

    public static ListGroupsRequest Read(ref KafkaReader reader, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaReader.VersionUnknown("ListGroupsRequest", version);
        var value = new ListGroupsRequest();
        var flexible = version >= 3;
        if (version >= 4)
        {
            var countStatesFilter = reader.ReadArrayCount(flexible, 1);
            value.StatesFilter = new List<string>(countStatesFilter);
            for (var i = 0; i < countStatesFilter; i++) value.StatesFilter.Add(reader.ReadString(flexible));
        }
        if (version >= 5)
        {
            var countTypesFilter = reader.ReadArrayCount(flexible, 1);
            value.TypesFilter = new List<string>(countTypesFilter);
            for (var i = 0; i < countTypesFilter; i++) value.TypesFilter.Add(reader.ReadString(flexible));
        }
        if (flexible)
        {
            reader.SkipTags();
        }
        return value;
    }

    public void Write(KafkaWriter writer, short version)
    {
        if (version is < MinVersion or > MaxVersion) throw KafkaWriter.VersionUnknown("ListGroupsRequest", version);
        var flexible = version >= 3;
        if (version >= 4)
        {
            writer.WriteArrayCount(StatesFilter.Count, flexible);
            foreach (var item in StatesFilter) writer.WriteString(item, flexible);
        }
        if (!(version >= 4) && StatesFilter is not { Count: 0 }) throw KafkaWriter.FieldLost("ListGroupsRequest.StatesFilter", version);
        if (version >= 5)
        {
            writer.WriteArrayCount(TypesFilter.Count, flexible);
            foreach (var item in TypesFilter) writer.WriteString(item, flexible);
        }
        if (!(version >= 5) && TypesFilter is not { Count: 0 }) throw KafkaWriter.FieldLost("ListGroupsRequest.TypesFilter", version);
        if (flexible)
        {
            writer.WriteVarUInt32(0);
        }
    }
}
