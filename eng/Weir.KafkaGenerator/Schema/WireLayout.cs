using System.Globalization;
using System.Text;

namespace Weir.KafkaGenerator.Schema;

/// <summary>
/// What one version of a message puts on the wire, as one line of text: types in order, without names. Two schemas
/// with equal layouts are interchangeable. <c>[..]</c> is an array, <c>(..)</c> a struct, <c>?</c> may be null,
/// <c>#n</c> a tag with the default that its absence stands for.
/// </summary>
public static class WireLayout
{
    public static string Describe(Message message, int version)
    {
        var text = new StringBuilder(message.IsFlexible(version) ? "compact" : "classic");
        Append(text, message, message.Body, version);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Message message, Struct value, int version)
    {
        foreach (var field in value.Fields)
            if (field.Tag is null && field.Versions.Contains(version)) Append(text, message, field, version);
        foreach (var field in value.Fields.OrderBy(field => field.Tag))
        {
            if (field.Tag is not { } tag || !field.Versions.Contains(version)) continue;
            text.Append(CultureInfo.InvariantCulture, $" #{tag}");
            Append(text, message, field, version);
            if (field.Default is not null) text.Append('=').Append(field.Default);
        }
    }

    private static void Append(StringBuilder text, Message message, Field field, int version)
    {
        text.Append(' ');
        if (field.IsArray) text.Append('[');
        if (field.Kind == FieldKind.Struct)
        {
            text.Append('(');
            Append(text, message, message.Find(field.StructName), version);
            text.Append(" )");
        }
        else
        {
            text.Append(FieldKinds.NameOf(field.Kind));
        }

        if (field.IsArray) text.Append(']');
        if (field.IsNullableAt(version)) text.Append('?');
    }
}
