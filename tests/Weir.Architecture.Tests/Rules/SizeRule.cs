namespace Weir.Architecture.Tests.Rules;

/// <summary>No file over 600 lines, no line over 120 columns.</summary>
internal static class SizeRule
{
    public const int LinesMax = 600;
    public const int ColumnsMax = 120;

    public static IEnumerable<string> Check(SourceFile file)
    {
        if (file.Lines.Length > LinesMax)
        {
            yield return $"{file.Path}: {file.Lines.Length} lines, at most {LinesMax}. " +
                "Split it by noun or by capability, not into numbered parts.";
        }

        for (int i = 0; i < file.Lines.Length; i++)
        {
            if (file.Lines[i].Length > ColumnsMax)
                yield return $"{file.At(i + 1)}: {file.Lines[i].Length} columns, at most {ColumnsMax}. Break the line.";
        }
    }
}
