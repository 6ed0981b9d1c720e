using System.CommandLine;
using Weir.Hosting.Configuration;

namespace Weir.Commands;

/// <summary>
/// Where a listener of the broker is: by option, by variable of the environment, or where it usually is.
/// </summary>
internal sealed class EndpointOption : Option<string?>
{
    private readonly string _variable;
    private readonly string _usual;

    public EndpointOption(string name, string listener, string variable, string usual)
        : base(name)
    {
        _variable = variable;
        _usual = usual;
        HelpName = "HOST:PORT";
        Description = $"{listener} of the broker (environment: {variable}; default: {usual}).";
    }

    /// <exception cref="UsageException">What was said is no endpoint.</exception>
    public Endpoint Of(ParseResult result, CommandContext context)
    {
        string? named = result.GetValue(this);
        string text = named ?? context.Environment.GetValueOrDefault(_variable, _usual);
        return Endpoint.TryParse(text, out Endpoint endpoint) && endpoint.Port > 0
            ? endpoint
            : throw new UsageException($"{(named is null ? _variable : Name)}: '{text}' is not HOST:PORT");
    }
}
