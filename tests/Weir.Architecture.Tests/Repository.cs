using System.Runtime.CompilerServices;

namespace Weir.Architecture.Tests;

/// <summary>
/// The checked-out sources, read from disk. Its root is the folder that holds Weir.slnx, found by walking up from the
/// test binaries, or from this file when the binaries were built into another place.
/// </summary>
internal static class Repository
{
    private static readonly string[] CodeFolders = ["src", "tests", "eng", "bench"];
    private static readonly string[] SkippedFolders = ["bin", "obj", "artifacts", "node_modules"];

    public static string Root { get; } = FindRoot();

    /// <summary>Names of the projects below src/, which are also the names of their folders.</summary>
    public static IReadOnlyList<string> SourceProjects { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)!)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Every hand-written C# file of the product, tests, tools and benchmarks.</summary>
    public static IReadOnlyList<SourceFile> CodeFiles { get; } =
    [
        .. CodeFolders
            .Select(folder => Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(IsHandWritten)
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path)))),
    ];

    public static string? ReadIfPresent(string path)
    {
        string full = Path.Combine(Root, path);
        return File.Exists(full) ? File.ReadAllText(full) : null;
    }

    private static bool IsHandWritten(string path)
    {
        string[] folders = path.Split('/')[..^1];
        return !folders.Any(folder => folder == "Generated" || SkippedFolders.Contains(folder));
    }

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        foreach (string start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(thisFile)! })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Weir.slnx")))
                    return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Weir.slnx.");
    }
}
