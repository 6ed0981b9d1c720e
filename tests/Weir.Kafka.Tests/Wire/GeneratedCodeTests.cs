using Weir.Kafka.Wire;
using Weir.KafkaGenerator;
using Weir.KafkaGenerator.Schema;

namespace Weir.Kafka.Tests.Wire;

public sealed class GeneratedCodeTests
{
    private const string Remedy = "run: dotnet run --project eng/Weir.KafkaGenerator -- generate";

    [Fact]
    public void The_checked_in_files_are_what_the_schemas_give()
    {
        var expected = Generator.Generate(WireCatalogue.Schemas);
        var found = Directory.GetFiles(WireCatalogue.Repository.Generated, "*.cs");
        var names = found.Select(path => Path.GetFileName(path));
        Assert.True(expected.Keys.ToHashSet().SetEquals(names), $"other files than the schemas give; {Remedy}");
        foreach (var (name, text) in expected)
        {
            var path = Path.Combine(WireCatalogue.Repository.Generated, name);
            Assert.True(File.ReadAllText(path) == text, $"{name} is out of date; {Remedy}");
        }
    }

    [Fact]
    public void Released_layouts_have_not_changed()
    {
        var released = File.ReadAllLines(WireCatalogue.Repository.Released);
        var problems = ReleasedLayouts.Check(WireCatalogue.Schemas, released);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public void Every_version_has_its_released_layout()
    {
        var released = File.ReadAllLines(WireCatalogue.Repository.Released).ToHashSet();
        foreach (var line in ReleasedLayouts.Describe(WireCatalogue.Schemas))
        {
            Assert.True(released.Contains(line), "a new version is not guarded yet; "
                + $"run: dotnet run --project eng/Weir.KafkaGenerator -- release\n{line}");
        }
    }

    [Fact]
    public void The_table_agrees_with_the_classes()
    {
        Assert.Equal(WireCatalogue.Schemas.Apis.Count, ApiCatalog.All.Length);
        foreach (var entry in ApiCatalog.All)
        {
            foreach (var suffix in new[] { "Request", "Response" })
            {
                var name = $"Weir.Kafka.Wire.{entry.Key}{suffix}";
                var type = typeof(ApiCatalog).Assembly.GetType(name, throwOnError: true)!;
                Assert.Equal((short)entry.Key, type.GetField("Key")!.GetRawConstantValue());
                Assert.Equal(entry.MinVersion, type.GetField("MinVersion")!.GetRawConstantValue());
                Assert.Equal(entry.MaxVersion, type.GetField("MaxVersion")!.GetRawConstantValue());
            }
        }
    }
}
