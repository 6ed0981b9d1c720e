using Weir.Architecture.Tests.Rules;

namespace Weir.Architecture.Tests;

/// <summary>Every rule over the whole repository. RuleTests shows that each rule can fail.</summary>
public sealed class HouseTests
{
    [Fact]
    public void The_sources_are_found()
    {
        Assert.Contains("Weir.Wire", Repository.SourceProjects);
        Assert.Contains(Repository.CodeFiles, file => file.Path == "src/Weir/Program.cs");
        Assert.All(Repository.CodeFiles, file => Assert.DoesNotContain("/obj/", file.Path));
    }

    [Fact]
    public void Project_references_follow_the_layers() =>
        Holds(Repository.SourceProjects.SelectMany(project =>
            ArrowRule.Check(project, Repository.ReadIfPresent($"src/{project}/{project}.csproj")!)));

    [Fact]
    public void A_protocols_wire_folder_knows_only_weir_wire() => HoldsInEveryFile(WireFolderRule.Check);

    [Fact]
    public void Storage_says_no_word_of_a_protocol() => HoldsInEveryFile(StorageWordsRule.Check);

    [Fact]
    public void Sessions_own_no_socket_thread_or_clock() => HoldsInEveryFile(SessionRule.Check);

    [Fact]
    public void One_top_level_type_a_file_named_after_it() => HoldsInEveryFile(OneTypeRule.Check);

    [Fact]
    public void Files_and_lines_stay_short() => HoldsInEveryFile(SizeRule.Check);

    [Fact]
    public void Each_source_project_has_a_short_readme() =>
        Holds(Repository.SourceProjects
            .Where(project => Repository.CodeFiles.Any(file => file.SourceProject == project))
            .SelectMany(project => ReadmeRule.Check(project, Repository.ReadIfPresent($"src/{project}/README.md"))));

    private static void HoldsInEveryFile(Func<SourceFile, IEnumerable<string>> rule) =>
        Holds(Repository.CodeFiles.SelectMany(rule));

    private static void Holds(IEnumerable<string> findings)
    {
        string[] all = [.. findings];
        if (all.Length > 0)
            Assert.Fail(string.Join(Environment.NewLine, all));
    }
}
