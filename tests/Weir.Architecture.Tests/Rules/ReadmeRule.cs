namespace Weir.Architecture.Tests.Rules;

/// <summary>Each project below src/ opens with a README of at most 40 lines.</summary>
internal static class ReadmeRule
{
    public const int LinesMax = 40;

    public static IEnumerable<string> Check(string project, string? readme)
    {
        if (string.IsNullOrWhiteSpace(readme))
        {
            yield return $"src/{project}/README.md is missing. Say what the project is for, what it may reference " +
                "and where to start reading.";
            yield break;
        }

        int lines = readme.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Length;
        if (lines > LinesMax)
            yield return $"src/{project}/README.md: {lines} lines, at most {LinesMax}. Move the rest to docs/dev/.";
    }
}
