using Weir.Architecture.Tests.Rules;

namespace Weir.Architecture.Tests;

/// <summary>Each rule accepts what it should and refuses what it should, on small made-up sources.</summary>
public sealed class RuleTests
{
    [Theory]
    [InlineData("Weir.Storage", "Weir.Wire")]
    [InlineData("Weir.Kafka", "Weir.Broker")]
    [InlineData("Weir.Kafka", "Weir.Wire")]
    [InlineData("Weir.Hosting", "Weir.Amqp")]
    [InlineData("Weir", "Weir.Hosting")]
    public void An_arrow_down_is_allowed(string project, string referenced) =>
        Assert.Empty(ArrowRule.Check(project, ProjectFile(referenced)));

    [Theory]
    [InlineData("Weir.Wire", "Weir.Storage", "arrows go")]
    [InlineData("Weir.Storage", "Weir.Broker", "arrows go")]
    [InlineData("Weir.Broker", "Weir.Kafka", "arrows go")]
    [InlineData("Weir.Kafka", "Weir.Amqp", "never see each other")]
    [InlineData("Weir.Amqp", "Weir.Admin", "never see each other")]
    [InlineData("Weir.Hosting", "Weir", "arrows go")]
    [InlineData("Weir.Kafka", "Weir.Kafka", "never see each other")]
    [InlineData("Weir.Kafka", "Weir.Elsewhere", "has no layer")]
    [InlineData("Weir.Elsewhere", "Weir.Wire", "has no layer")]
    public void Any_other_arrow_is_refused(string project, string referenced, string reason) =>
        Assert.Contains(reason, Assert.Single(ArrowRule.Check(project, ProjectFile(referenced))));

    [Fact]
    public void A_project_without_references_still_needs_a_layer() =>
        Assert.Single(ArrowRule.Check("Weir.Elsewhere", "<Project Sdk=\"Microsoft.NET.Sdk\" />"));

    [Theory]
    [InlineData("using Weir.Broker;", 1)]
    [InlineData("using Weir.Broker.Topics;", 1)]
    [InlineData("using Weir.Wire; using Weir.Wire.Records; using Weir.Kafka.Wire.Generated;", 0)]
    [InlineData("class A { int b = Weir.Broker.Topics.Count; }", 1)]
    [InlineData("class A { global::Weir.Storage.ShardId b; }", 1)]
    [InlineData("namespace Weir.Kafka.Wire; class A;", 0)]
    [InlineData("namespace Weir.Kafka; class A;", 1)]
    [InlineData("// Weir.Broker reads this\nclass A { string b = \"Weir.Broker\"; }", 0)]
    public void A_wire_folder_names_only_weir_wire(string text, int findings)
    {
        Assert.Equal(findings, WireFolderRule.Check(new("src/Weir.Kafka/Wire/A.cs", text)).Count());
        Assert.Empty(WireFolderRule.Check(new("src/Weir.Kafka/Sessions/A.cs", text)));
    }

    [Theory]
    [InlineData("class KafkaLog;", 1)]
    [InlineData("class A { int mqttCount; void B() { OpenSocket(); } }", 2)]
    [InlineData("/* as Kafka does */ class A { string b = \"amqp\"; }", 0)]
    public void Storage_identifiers_say_no_protocol(string text, int findings)
    {
        Assert.Equal(findings, StorageWordsRule.Check(new("src/Weir.Storage/Journal/A.cs", text)).Count());
        Assert.Empty(StorageWordsRule.Check(new("src/Weir.Kafka/A.cs", text)));
    }

    [Theory]
    [InlineData("using System.Net.Sockets;", 1)]
    [InlineData("class A { System.Net.Sockets.Socket? b; }", 1)]
    [InlineData("class A { object b = new Thread(() => { }); }", 1)]
    [InlineData("class A { object b = TimeProvider.System; }", 1)]
    [InlineData("class A { long b = TimeProvider.System.GetTimestamp(); }", 1)]
    [InlineData("class A(TimeProvider time) { long b = time.GetTimestamp(); }", 0)]
    public void A_session_owns_no_socket_thread_or_clock(string text, int findings)
    {
        Assert.Equal(findings, SessionRule.Check(new("src/Weir.Amqp/Sessions/A.cs", text)).Count());
        Assert.Empty(SessionRule.Check(new("src/Weir.Hosting/A.cs", text)));
    }

    [Theory]
    [InlineData("src/Weir.Wire/A.cs", "namespace N; class A { class B; }", 0)]
    [InlineData("src/Weir.Wire/A.Fast.cs", "namespace N; partial class A;", 0)]
    [InlineData("src/Weir.Wire/A.cs", "namespace N; readonly record struct A<T>(T B);", 0)]
    [InlineData("src/Weir.Wire/A.cs", "namespace N; delegate void A();", 0)]
    [InlineData("src/Weir.Wire/A.cs", "namespace N; class A; file class B;", 0)]
    [InlineData("src/Weir/Program.cs", "return 0;", 0)]
    [InlineData("src/Weir.Wire/A.cs", "namespace N; class B;", 1)]
    [InlineData("src/Weir.Wire/A.cs", "namespace N; class A; enum B { C }", 1)]
    [InlineData("src/Weir.Wire/AB.cs", "namespace N; class A;", 1)]
    public void A_file_holds_one_type_of_its_name(string path, string text, int findings) =>
        Assert.Equal(findings, OneTypeRule.Check(new(path, text)).Count());

    [Fact]
    public void Long_files_and_long_lines_are_refused()
    {
        Assert.Empty(SizeRule.Check(new("src/A.cs", new string('a', SizeRule.ColumnsMax))));
        Assert.Single(SizeRule.Check(new("src/A.cs", new string('a', SizeRule.ColumnsMax + 1))));
        Assert.Empty(SizeRule.Check(new("src/A.cs", Lines(SizeRule.LinesMax))));
        Assert.Single(SizeRule.Check(new("src/A.cs", Lines(SizeRule.LinesMax + 1))));
    }

    [Fact]
    public void A_missing_or_long_readme_is_refused()
    {
        Assert.Empty(ReadmeRule.Check("Weir.Wire", Lines(ReadmeRule.LinesMax)));
        Assert.Single(ReadmeRule.Check("Weir.Wire", Lines(ReadmeRule.LinesMax + 1)));
        Assert.Single(ReadmeRule.Check("Weir.Wire", null));
        Assert.Single(ReadmeRule.Check("Weir.Wire", " \n"));
    }

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("//\n", count));

    private static string ProjectFile(string referenced) =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <ItemGroup><ProjectReference Include="../{referenced}/{referenced}.csproj" /></ItemGroup>
        </Project>
        """;
}
