using System.CommandLine;
using System.Globalization;

namespace Weir.Commands;

/// <summary>The <c>--timeout</c> of every command that talks to a broker.</summary>
internal sealed class TimeoutOption : Option<double>
{
    private const double SecondsMax = 24 * 60 * 60;

    public TimeoutOption()
        : base("--timeout")
    {
        HelpName = "SECONDS";
        Description = "How long to wait for an answer of the broker (default: 10).";
        DefaultValueFactory = _ => 10;
    }

    /// <exception cref="UsageException">It is out of range.</exception>
    public TimeSpan Of(ParseResult result)
    {
        double seconds = result.GetValue(this);
        return seconds is > 0 and <= SecondsMax
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"{Name}: {seconds} is not between 0 and {SecondsMax} seconds"));
    }
}
