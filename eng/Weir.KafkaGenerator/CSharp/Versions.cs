using Weir.KafkaGenerator.Schema;

namespace Weir.KafkaGenerator.CSharp;

/// <summary>Version ranges as C# conditions.</summary>
internal static class Versions
{
    /// <summary>Holds when the version is in <paramref name="range"/>, given that it is in <paramref name="known"/>;
    /// empty when nothing is left to ask.</summary>
    public static string Condition(VersionRange range, VersionRange known)
    {
        var from = range.First > known.First ? $"version >= {CSharpField.Number(range.First)}" : "";
        var to = range.Last < known.Last ? $"version <= {CSharpField.Number(range.Last)}" : "";
        return from.Length > 0 && to.Length > 0 ? $"{from} && {to}" : from + to;
    }

    /// <summary>The expression that says whether compact encodings are used: a constant where one will do.</summary>
    public static string Flexible(Message message, VersionRange known)
    {
        if (message.FirstFlexible is not { } first || first > known.Last) return "false";
        return first <= known.First ? "true" : "flexible";
    }
}
