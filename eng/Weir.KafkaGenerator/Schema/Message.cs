namespace Weir.KafkaGenerator.Schema;

/// <summary>A request, a response or a data payload: its own fields and the structs they use.</summary>
public sealed record Message(string Name, VersionRange Versions, int? FirstFlexible)
{
    /// <summary>API key, or null for a data payload.</summary>
    public int? Key { get; init; }

    public MessageRole Role { get; init; }

    public Struct Body { get; } = new(Name, Versions, []);

    public List<Struct> Structs { get; } = [];

    public bool IsFlexible(int version) => FirstFlexible is { } first && version >= first;

    public Struct Find(string name) =>
        Structs.Find(candidate => candidate.Name == name)
        ?? throw new SchemaException($"{Name}: struct {name} is not defined");

    /// <summary>The fewest bytes one value of the struct can take in any version it occurs in.</summary>
    public int BytesMin(Struct value)
    {
        var least = int.MaxValue;
        for (var version = value.Versions.First; version <= value.Versions.Last; version++)
            least = Math.Min(least, BytesMin(value, version));
        return Math.Max(1, least);
    }

    private int BytesMin(Struct value, int version)
    {
        var flexible = IsFlexible(version);
        var bytes = flexible ? 1 : 0;
        foreach (var field in value.Fields)
            if (field.Tag is null && field.Versions.Contains(version)) bytes += BytesMin(field, version, flexible);
        return bytes;
    }

    private int BytesMin(Field field, int version, bool flexible)
    {
        if (field.IsArray) return flexible ? 1 : 4;
        return field.Kind switch
        {
            FieldKind.String => flexible ? 1 : 2,
            FieldKind.Bytes or FieldKind.Records => flexible ? 1 : 4,
            FieldKind.Struct => field.Nullable is null ? BytesMin(Find(field.StructName), version) : 1,
            _ => FieldKinds.FixedBytes(field.Kind),
        };
    }
}
