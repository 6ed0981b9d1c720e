using Weir.KafkaGenerator.Schema;

namespace Weir.Kafka.Tests.Wire;

public sealed class SchemaParserTests
{
    [Theory]
    [InlineData("api 1 Thing 0-2|request|response", "test.api:1: expected 'api")]
    [InlineData("api 1 Thing 2-0 flex none|request|response", "'2-0' is no version range")]
    [InlineData("api x Thing 0 flex none|request|response", "'x' is no number")]
    [InlineData("response", "test.api:1: expected")]
    [InlineData("  Name: string", "a field outside of a message")]
    [InlineData("data Thing 0|   Name: string", "test.api:2: indentation")]
    [InlineData("data Thing 0|  Name string", "expected '<Name>: <type> ...'")]
    [InlineData("data Thing 0-3|  Name: string 2-4", "versions 2-4 leave the parent's 0-3")]
    [InlineData("data Thing 0|  Name: string soon", "'soon' is no version range")]
    [InlineData("data Thing 0|  Name: string|  Name: i32", "field Name has a name that is taken")]
    [InlineData("data Thing 0|  Size: i32?", "field Size has a type without a null")]
    [InlineData("data Thing 0|  Size: i32 tag 0", "field Size is tagged before tags exist")]
    [InlineData("data Thing 0|  Key: i32", "field Key has a name that the class itself uses")]
    [InlineData("data Thing 0|  Part: Part|    Size: i32", "field Part has the name of a struct")]
    [InlineData("data Thing 0|  Parts: Part[]", "struct Part has no fields")]
    [InlineData("data Thing 0|  Size: i32|data Thing 0|  Size: i32", "Thing is defined twice")]
    public void A_mistake_is_named_with_its_place(string text, string expected)
    {
        var problem = Assert.Throws<SchemaException>(() => Parse(text));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_line_means_what_the_notation_says()
    {
        var parsed = Parse("data Thing 0-5|# note||  Parts: Part[]?2+ 1+ drop|    Size: i32 3-4 = -1");
        var message = Assert.Single(parsed.Data);
        var parts = Assert.Single(message.Body.Fields);
        Assert.True(parts.IsArray && parts.Droppable);
        Assert.Equal(new VersionRange(1, 5), parts.Versions);
        Assert.Equal(new VersionRange(2, 5), parts.Nullable);
        var size = Assert.Single(message.Find("Part").Fields);
        Assert.Equal((new VersionRange(3, 4), "-1"), (size.Versions, size.Default));
    }

    private static Catalogue Parse(string text)
    {
        var parser = new SchemaParser();
        parser.Parse("test.api", text.Split('|'));
        return parser.Finish();
    }
}
