namespace Weir.KafkaGenerator.Schema;

/// <summary>The type names of the notation and the bytes each takes when it is a number.</summary>
public static class FieldKinds
{
    private static readonly Dictionary<string, FieldKind> ByName = new(StringComparer.Ordinal)
    {
        ["bool"] = FieldKind.Bool,
        ["i8"] = FieldKind.Int8,
        ["i16"] = FieldKind.Int16,
        ["i32"] = FieldKind.Int32,
        ["i64"] = FieldKind.Int64,
        ["u16"] = FieldKind.UInt16,
        ["f64"] = FieldKind.Float64,
        ["uuid"] = FieldKind.Uuid,
        ["error"] = FieldKind.Error,
        ["string"] = FieldKind.String,
        ["bytes"] = FieldKind.Bytes,
        ["records"] = FieldKind.Records,
    };

    public static FieldKind Parse(string name) => ByName.GetValueOrDefault(name, FieldKind.Struct);

    public static string NameOf(FieldKind kind)
    {
        foreach (var (name, candidate) in ByName)
            if (candidate == kind) return name;
        throw new ArgumentOutOfRangeException(nameof(kind), kind, "has no name of its own");
    }

    public static int FixedBytes(FieldKind kind) => kind switch
    {
        FieldKind.Bool or FieldKind.Int8 => 1,
        FieldKind.Int16 or FieldKind.UInt16 or FieldKind.Error => 2,
        FieldKind.Int32 => 4,
        FieldKind.Int64 or FieldKind.Float64 => 8,
        FieldKind.Uuid => 16,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "has no fixed size"),
    };
}
