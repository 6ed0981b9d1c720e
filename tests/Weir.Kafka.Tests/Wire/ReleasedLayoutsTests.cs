using Weir.KafkaGenerator.Schema;

namespace Weir.Kafka.Tests.Wire;

/// <summary>Which edits of a schema the guard lets through.</summary>
public sealed class ReleasedLayoutsTests
{
    private const string Before =
        "api 1 Thing 0-2 flex 2|request|  Name: string|  Size: i32 1+ = -1|  Extra: i32 2+ tag 0|"
        + "response|  ErrorCode: error";

    [Theory]
    [InlineData("Size: i32 1+", "Size: i64 1+")]
    [InlineData("Size: i32 1+", "Size: i32 2+")]
    [InlineData("Name: string", "Name: string?")]
    [InlineData("Name: string", "Name: string[]")]
    [InlineData("tag 0", "tag 1")]
    [InlineData("tag 0", "= 5 tag 0")]
    [InlineData("  Name: string|", "")]
    [InlineData("flex 2", "flex 1")]
    [InlineData("  Name: string|  Size: i32 1+ = -1|", "  Size: i32 1+ = -1|  Name: string|")]
    public void An_edit_that_changes_released_bytes_is_refused_and_the_fix_is_named(string old, string replacement)
    {
        var edited = Before.Replace(old, replacement, StringComparison.Ordinal);
        Assert.NotEqual(Before, edited);
        var problems = ReleasedLayouts.Check(Parse(edited), Released());
        Assert.NotEmpty(problems);
        Assert.Contains("Raise the api's last version", problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_that_is_gone_is_refused()
    {
        var edited = Before.Replace("0-2 flex 2", "1-2 flex 2", StringComparison.Ordinal);
        var problems = ReleasedLayouts.Check(Parse(edited), Released());
        Assert.Equal(2, problems.Count);
        Assert.Contains("ThingRequest 0 was released and is gone", problems[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0-2 flex 2", "0-3 flex 2")]
    [InlineData("Name: string", "FullName: string")]
    [InlineData("Size: i32 1+ = -1", "Size: i32 1+ = -1 drop")]
    public void An_edit_that_keeps_released_bytes_passes(string old, string replacement)
    {
        var edited = Before.Replace(old, replacement, StringComparison.Ordinal);
        Assert.NotEqual(Before, edited);
        Assert.Empty(ReleasedLayouts.Check(Parse(edited), Released()));
    }

    [Fact]
    public void A_field_in_a_new_version_passes()
    {
        var edited = Before.Replace("0-2", "0-3", StringComparison.Ordinal)
            .Replace("  Size", "  Color: i8 3+|  Size", StringComparison.Ordinal);
        Assert.Empty(ReleasedLayouts.Check(Parse(edited), Released()));
    }

    private static List<string> Released() => [.. ReleasedLayouts.Describe(Parse(Before))];

    private static Catalogue Parse(string text)
    {
        var parser = new SchemaParser();
        parser.Parse("test.api", text.Split('|'));
        return parser.Finish();
    }
}
