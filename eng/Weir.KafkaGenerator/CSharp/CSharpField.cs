using System.Globalization;
using Weir.KafkaGenerator.Schema;

namespace Weir.KafkaGenerator.CSharp;

/// <summary>How a field looks in C#: its type, its default and the calls that read and write one value.</summary>
internal sealed class CSharpField(Message message, Field schema)
{
    public string ElementType => schema.Kind switch
    {
        FieldKind.Bool => "bool",
        FieldKind.Int8 => "sbyte",
        FieldKind.Int16 => "short",
        FieldKind.Int32 => "int",
        FieldKind.Int64 => "long",
        FieldKind.UInt16 => "ushort",
        FieldKind.Float64 => "double",
        FieldKind.Uuid => "Guid",
        FieldKind.Error => "KafkaError",
        FieldKind.String => "string",
        FieldKind.Bytes => "byte[]",
        FieldKind.Records => "ReadOnlyMemory<byte>",
        _ => $"{message.Name}.{schema.StructName}",
    };

    public string Type
    {
        get
        {
            var type = schema.IsArray ? $"List<{ElementType}>" : ElementType;
            return schema.Nullable is not null || schema.IsTaggedStruct ? type + "?" : type;
        }
    }

    /// <summary>What follows the property, or nothing where C#'s own default is right.</summary>
    public string Initializer
    {
        get
        {
            if (schema.DefaultsToNull) return "";
            if (schema.IsArray) return " = [];";
            return schema.Kind switch
            {
                FieldKind.String => " = \"\";",
                FieldKind.Bytes => " = [];",
                FieldKind.Struct => " = new();",
                _ when schema.Default is null => "",
                _ => $" = {DefaultLiteral};",
            };
        }
    }

    /// <summary>True when the property holds something a version without the field would lose.</summary>
    public string IsSet
    {
        get
        {
            if (schema.DefaultsToNull) return $"{schema.Name} is not null";
            if (schema.IsArray) return $"{schema.Name} is not {{ Count: 0 }}";
            return schema.Kind switch
            {
                FieldKind.String => $"{schema.Name} is not \"\"",
                FieldKind.Bytes => $"{schema.Name} is not {{ Length: 0 }}",
                FieldKind.Records => $"{schema.Name}.Length != 0",
                FieldKind.Uuid => $"{schema.Name} != Guid.Empty",
                FieldKind.Error => $"{schema.Name} != KafkaError.None",
                FieldKind.Bool => schema.Default == "true" ? $"!{schema.Name}" : schema.Name,
                FieldKind.Struct => throw new SchemaException(
                    $"{message.Name}: struct {schema.Name} has no default, let it be nullable, tagged or 'drop'"),
                _ => $"{schema.Name} != {schema.Default ?? "0"}",
            };
        }
    }

    private string DefaultLiteral => schema.Kind switch
    {
        FieldKind.Bool => schema.Default!,
        FieldKind.Int8 or FieldKind.Int16 or FieldKind.Int32 or FieldKind.Int64 or FieldKind.UInt16
            or FieldKind.Float64 => schema.Default!,
        _ => throw new SchemaException($"{message.Name}: {schema.Name} cannot have the default {schema.Default}"),
    };

    public string ReadOne(string flexible) => schema.Kind switch
    {
        FieldKind.Struct when schema.Nullable is not null && !schema.IsArray =>
            $"reader.ReadPresence() ? {ElementType}.Read(ref reader, version) : null",
        FieldKind.Struct => $"{ElementType}.Read(ref reader, version)",
        FieldKind.Error => "(KafkaError)reader.ReadInt16()",
        FieldKind.String or FieldKind.Bytes or FieldKind.Records => ReadSized(flexible),
        _ => $"reader.Read{MethodName}()",
    };

    /// <summary>Writes <paramref name="value"/>, which is not null.</summary>
    public string WriteOne(string value, string flexible) => schema.Kind switch
    {
        FieldKind.Struct => $"{value}.Write(writer, version);",
        FieldKind.Error => $"writer.WriteInt16((short){value});",
        FieldKind.String or FieldKind.Bytes or FieldKind.Records => $"writer.Write{MethodName}({value}, {flexible});",
        _ => $"writer.Write{MethodName}({value});",
    };

    public string MethodName => schema.Kind switch
    {
        FieldKind.Uuid => "Guid",
        FieldKind.Float64 => "Double",
        FieldKind.Int8 => "SByte",
        _ => schema.Kind.ToString(),
    };

    private string ReadSized(string flexible)
    {
        var plain = $"reader.Read{MethodName}({flexible})";
        if (schema.IsArray || schema.Nullable is not { } nullable) return plain;
        var orNull = $"reader.ReadNullable{MethodName}({flexible})";
        var condition = Versions.Condition(nullable, schema.Versions);
        return condition.Length == 0 ? orNull : $"{condition} ? {orNull} : {plain}";
    }

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
