using System.CommandLine;

namespace Weir.Output;

/// <summary>The <c>--json</c> that every command with output has.</summary>
internal static class JsonOption
{
    public static Option<bool> Create() => new("--json") { Description = "Write JSON." };
}
