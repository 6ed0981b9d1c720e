using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Weir.Architecture.Tests.Rules;

/// <summary>
/// Protocol projects get a duplex pipe and a TimeProvider from outside. That is what lets the same sessions run
/// embedded, in tests without a network, and under simulated time.
/// </summary>
internal static class SessionRule
{
    public static IEnumerable<string> Check(SourceFile file)
    {
        if (!Layers.IsProtocol(file.SourceProject))
            yield break;

        foreach ((string name, int line) in file.DottedNames)
        {
            if (name.StartsWith("System.Net.Sockets"))
                yield return $"{file.At(line)}: a session has no socket; read and write the pipe it was given.";
            if (name.Contains("TimeProvider.System", StringComparison.Ordinal))
                yield return $"{file.At(line)}: a session has no clock of its own; take a TimeProvider.";
        }

        foreach (var creation in file.Syntax.DescendantNodes().OfType<ObjectCreationExpressionSyntax>())
        {
            if (creation.Type.ToString() is "Thread" or "System.Threading.Thread")
            {
                yield return $"{file.At(file.LineOf(creation.SpanStart))}: a session starts no thread; " +
                    "await, or let Weir.Hosting own the loop.";
            }
        }
    }
}
