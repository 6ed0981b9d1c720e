namespace Weir.KafkaGenerator.Schema;

/// <summary>One line of the notation. <see cref="Nullable"/> is the range in which null may travel.</summary>
public sealed record Field(string Name, FieldKind Kind, bool IsArray, VersionRange Versions)
{
    /// <summary>The struct's name when <see cref="Kind"/> is <see cref="FieldKind.Struct"/>.</summary>
    public string StructName { get; init; } = "";

    public VersionRange? Nullable { get; init; }

    public string? Default { get; init; }

    /// <summary>The tag number, or null for a field that stands in line.</summary>
    public int? Tag { get; init; }

    /// <summary>A version that lacks the field drops its value silently instead of refusing it.</summary>
    public bool Droppable { get; init; }

    /// <summary>Null in every version the field has: then null is its default too.</summary>
    public bool AlwaysNullable => Nullable == Versions;

    /// <summary>A lone struct behind a tag needs no marker of its own: an absent tag is null.</summary>
    public bool IsTaggedStruct => Tag is not null && Kind == FieldKind.Struct && !IsArray;

    public bool DefaultsToNull => AlwaysNullable || Default == "null" || IsTaggedStruct;

    public bool IsNullableAt(int version) => Nullable is { } range && range.Contains(version);
}
