using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Weir.Architecture.Tests;

/// <summary>One C# file by its path from the repository root, parsed when a rule first asks for its syntax.</summary>
internal sealed class SourceFile(string path, string text)
{
    private CompilationUnitSyntax? _syntax;

    public string Path { get; } = path;

    public string[] Lines { get; } = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    public CompilationUnitSyntax Syntax =>
        _syntax ??= CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview))
            .GetCompilationUnitRoot();

    /// <summary>The project folder below src/, or null for a file elsewhere.</summary>
    public string? SourceProject => Path.Split('/') is ["src", var project, _, ..] ? project : null;

    /// <summary>Identifiers of the code, without comments, strings and trivia.</summary>
    public IEnumerable<SyntaxToken> Identifiers =>
        Syntax.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken));

    /// <summary>Dotted names as they are written, the longest form of each: in <c>A.B.C</c> only A.B.C.</summary>
    public IEnumerable<(string Name, int Line)> DottedNames =>
        Syntax.DescendantNodes()
            .Where(node => node is QualifiedNameSyntax or MemberAccessExpressionSyntax or AliasQualifiedNameSyntax)
            .Where(node => node.Parent is not (QualifiedNameSyntax or MemberAccessExpressionSyntax))
            .Select(node => (Unrooted(node.ToString()), LineOf(node.SpanStart)));

    public string At(int line) => $"{Path}:{line}";

    public int LineOf(int position) => Syntax.SyntaxTree.GetLineSpan(new(position, 0)).StartLinePosition.Line + 1;

    private static string Unrooted(string name) => name.Replace("global::", "", StringComparison.Ordinal);
}
