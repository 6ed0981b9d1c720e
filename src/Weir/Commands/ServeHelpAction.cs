using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Weir.Hosting.Configuration;

namespace Weir.Commands;

/// <summary>The usual help, and below it the list of all settings.</summary>
internal sealed class ServeHelpAction : SynchronousCommandLineAction
{
    private readonly HelpAction _usual = new();

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = _usual.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.Write(ConfigurationText.Help());
        return exitCode;
    }
}
