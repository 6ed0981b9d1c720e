using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Weir.Architecture.Tests.Rules;

/// <summary>
/// One top-level type a file, and the file named after it. A partial type may add a word (Reader.Strings.cs), and a
/// generic one leaves its parameters out (Ring&lt;T&gt; in Ring.cs).
/// </summary>
internal static class OneTypeRule
{
    public static IEnumerable<string> Check(SourceFile file)
    {
        string[] types = [.. TopLevel(file.Syntax).Select(NameOf).OfType<string>()];
        if (types.Length == 0)
            yield break;

        if (types.Length > 1)
        {
            yield return $"{file.Path}: one top-level type a file, here are {string.Join(", ", types)}. " +
                "Give each its own file, or nest the one that only serves the other.";
            yield break;
        }

        string fileName = Path.GetFileNameWithoutExtension(file.Path);
        if (fileName != types[0] && !fileName.StartsWith(types[0] + ".", StringComparison.Ordinal))
            yield return $"{file.Path}: a file is named after its type; rename it to {types[0]}.cs.";
    }

    private static IEnumerable<SyntaxNode> TopLevel(SyntaxNode node) =>
        node.ChildNodes().SelectMany(child => child is BaseNamespaceDeclarationSyntax ? TopLevel(child) : [child]);

    private static string? NameOf(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type when !type.Modifiers.Any(modifier => modifier.Text == "file") =>
            type.Identifier.ValueText,
        DelegateDeclarationSyntax type => type.Identifier.ValueText,
        _ => null,
    };
}
