namespace Weir.AmqpGenerator;

/// <summary>From the notation's lower-case words to C# names.</summary>
internal static class Names
{
    public static string Pascal(string words) =>
        string.Concat(words.Split('-', '.').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    public static string Camel(string words)
    {
        var pascal = Pascal(words);
        var camel = char.ToLowerInvariant(pascal[0]) + pascal[1..];
        return camel == "internal" ? "@" + camel : camel;
    }
}
