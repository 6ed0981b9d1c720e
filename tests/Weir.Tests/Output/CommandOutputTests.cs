using Weir.Output;

namespace Weir.Tests.Output;

public sealed class CommandOutputTests
{
    private static readonly IReadOnlyList<object?>[] Rows = [["orders", 3, true], ["a\tb\u001b[2J\n", null, false]];

    [Fact]
    public void Plain_rows_are_lines_of_cells_with_tabs_between() =>
        Assert.Equal("orders\t3\ttrue\na\\tb\\u001b[2J\\n\t\tfalse\n", Table(OutputFormat.Plain));

    [Fact]
    public void Json_keeps_the_types_and_the_exact_text() =>
        Assert.Equal(
            """[{"name":"orders","partitions":3,"ready":true},""" +
            """{"name":"a\tb\u001B[2J\n","partitions":null,"ready":false}]""",
            string.Concat(Table(OutputFormat.Json).Where(c => !char.IsWhiteSpace(c))));

    [Fact]
    public void A_terminal_gets_headings_and_no_control_characters_from_cells()
    {
        string table = Table(OutputFormat.Terminal);

        Assert.Contains("partitions", table);
        Assert.Contains("orders", table);
        Assert.Contains(@"a\tb\u001b[2J\n", table);
        Assert.DoesNotContain("\u001b[2J", table);
    }

    [Fact]
    public void No_rows_are_nothing_or_an_empty_array()
    {
        Assert.Equal("", Table(OutputFormat.Plain, []));
        Assert.Equal("[]\n", Table(OutputFormat.Json, []));
    }

    private static string Table(OutputFormat format, IReadOnlyList<object?>[]? rows = null)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        new CommandOutput(writer, format).WriteTable(["name", "partitions", "ready"], rows ?? Rows);
        return writer.ToString();
    }
}
