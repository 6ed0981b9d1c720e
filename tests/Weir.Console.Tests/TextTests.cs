using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Weir.Admin;

namespace Weir.Console.Tests;

public sealed partial class TextTests
{
    private static readonly Dictionary<string, string> Files = Read();
    private static readonly SortedSet<string> English = KeysOf("en");

    [Fact]
    public void Both_languages_have_the_same_texts() => Assert.Equal(English, KeysOf("zh"));

    [Fact]
    public void Both_languages_name_the_same_values_in_each_text()
    {
        Dictionary<string, string> english = TextsOf("en"), chinese = TextsOf("zh");
        Assert.All(english, text => Assert.Equal(ValuesIn(text.Value), ValuesIn(chinese[text.Key])));
    }

    [Fact]
    public void Every_text_that_a_page_asks_for_is_there()
    {
        var asked = Files.Where(static f => !f.Key.Contains("/text/", StringComparison.Ordinal))
            .SelectMany(static f => AskedFor().Matches(f.Value).Select(static m => m.Groups[1].Value));
        Assert.DoesNotContain(asked, static key => !English.Contains(key));
    }

    [Fact]
    public void No_text_is_left_that_no_page_asks_for()
    {
        string pages = string.Concat(
            Files.Where(static f => !f.Key.Contains("/text/", StringComparison.Ordinal)).Select(static f => f.Value));
        string[] made = [.. MadeUp().Matches(pages).Select(static m => m.Groups[1].Value)];
        Assert.DoesNotContain(English, key =>
            !pages.Contains($"'{key}'", StringComparison.Ordinal)
            && !made.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("growing-backlog")]
    [InlineData("slow-consumer")]
    [InlineData("dead-letters")]
    [InlineData("disk-space")]
    [InlineData("disk-full")]
    [InlineData("memory")]
    [InlineData("checkpoint-lag")]
    [InlineData("damaged-data")]
    public void Every_kind_of_alarm_has_a_name_and_a_remedy(string kind)
    {
        Assert.Contains($"alarm.{kind}", English);
        Assert.Contains($"alarm.{kind}.remedy", English);
    }

    [Fact]
    public void No_file_writes_markup_or_runs_text() => Assert.All(Files, static file => Assert.DoesNotMatch(
        "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function|style=|onclick=|"
        + "https?://(?!www.w3.org)",
        file.Value));

    private static Dictionary<string, string> Read()
    {
        Assembly assembly = typeof(AdminApi).Assembly;
        var files = new Dictionary<string, string>();
        foreach (string name in assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith("console/", StringComparison.Ordinal)) continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            files[name] = reader.ReadToEnd();
        }

        return files;
    }

    private static Dictionary<string, string> TextsOf(string language) => Texts()
        .Matches(Files[$"console/text/{language}.js"])
        .ToDictionary(static m => m.Groups[1].Value, static m => m.Groups[2].Value);

    private static SortedSet<string> KeysOf(string language) => new(TextsOf(language).Keys, StringComparer.Ordinal);

    private static string ValuesIn(string text) =>
        string.Join(' ', Values().Matches(text).Select(static m => m.Value).Order(StringComparer.Ordinal));

    [GeneratedRegex("""^  '([^']+)':((?:.|\n(?!  '))*)""", RegexOptions.Multiline)]
    private static partial Regex Texts();

    [GeneratedRegex("""\{\w+\}""")]
    private static partial Regex Values();

    [GeneratedRegex("""\bt\('([^']+)'""")]
    private static partial Regex AskedFor();

    [GeneratedRegex("""\bt(?:Or)?\(`([\w.]+)\$""")]
    private static partial Regex MadeUp();
}
