namespace Weir.KafkaGenerator.Schema;

/// <summary>What must hold of a message before code is made of it: the wire format and C# both have a say.</summary>
internal static class SchemaRules
{
    private static readonly HashSet<string> Reserved =
        new(StringComparer.Ordinal) { "Key", "MinVersion", "MaxVersion", "FirstFlexibleVersion", "Read", "Write" };

    public static void Check(Message message)
    {
        foreach (var field in message.Body.Fields)
        {
            if (Reserved.Contains(field.Name)) throw Wrong(message, field, "has a name that the class itself uses");
            if (message.Structs.Exists(value => value.Name == field.Name))
                throw Wrong(message, field, "has the name of a struct");
        }

        CheckFields(message, message.Body);
        foreach (var value in message.Structs) CheckFields(message, value);
    }

    private static void CheckFields(Message message, Struct value)
    {
        if (value.Fields.Count == 0 && value != message.Body)
            throw new SchemaException($"{message.Name}: struct {value.Name} has no fields");
        var names = new HashSet<string>(StringComparer.Ordinal) { value.Name };
        var tags = new HashSet<int>();
        foreach (var field in value.Fields)
        {
            if (!names.Add(field.Name)) throw Wrong(message, field, "has a name that is taken");
            if (field.Nullable is not null && !field.IsArray && !CanBeNull(field.Kind))
                throw Wrong(message, field, "has a type without a null");
            if (field is { Kind: FieldKind.Struct, IsArray: false, Nullable: not null, AlwaysNullable: false })
                throw Wrong(message, field, "is a struct and must be nullable in all its versions or none");
            if (field.Tag is not { } tag) continue;
            if (!tags.Add(tag)) throw Wrong(message, field, $"repeats tag {tag}");
            if (!message.IsFlexible(field.Versions.First)) throw Wrong(message, field, "is tagged before tags exist");
        }
    }

    private static bool CanBeNull(FieldKind kind) =>
        kind is FieldKind.String or FieldKind.Bytes or FieldKind.Records or FieldKind.Struct;

    private static SchemaException Wrong(Message message, Field field, string reason) =>
        new($"{message.Name}: field {field.Name} {reason}");
}
