namespace Weir.Commands;

/// <summary>Repeatable options of the form KEY=VALUE.</summary>
internal static class Pairs
{
    public static List<KeyValuePair<string, string>> Parse(IEnumerable<string> texts, string option) =>
    [
        .. texts.Select(text => text.IndexOf('=', StringComparison.Ordinal) is var equals and > 0
            ? KeyValuePair.Create(text[..equals], text[(equals + 1)..])
            : throw new UsageException($"{option}: '{text}' is not KEY=VALUE")),
    ];
}
