using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using Weir.Output;

namespace Weir.Commands;

/// <summary><c>weir version</c>: what is running here, for people and for bug reports.</summary>
internal sealed class VersionCommand : Command
{
    private readonly CommandContext _context;
    private readonly Option<bool> _json = JsonOption.Create();

    public VersionCommand(CommandContext context)
        : base("version", "Show the version of this program.")
    {
        _context = context;
        Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult result)
    {
        CommandOutput.For(_context, result.GetValue(_json)).WriteFields(
            ("version", ProductVersion()),
            ("runtime", RuntimeInformation.FrameworkDescription),
            ("platform", RuntimeInformation.RuntimeIdentifier));
        return ExitCode.Done;
    }

    // Without the source revision that the SDK appends after a plus sign.
    private static string ProductVersion() =>
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
}
