using System.CommandLine;
using System.Text;

namespace Weir.Commands;

/// <summary>
/// Asks on a terminal before something is lost; where nobody can answer, only <c>--yes</c> will do.
/// </summary>
internal sealed class Confirmation(CommandContext context)
{
    public Option<bool> Option { get; } = new("--yes", "-y") { Description = "Do not ask." };

    /// <param name="result">The command line.</param>
    /// <param name="deed">What is going to happen, such as "deleting topic 'orders'".</param>
    /// <exception cref="UsageException">Nobody said yes, and nobody can be asked.</exception>
    public void Check(ParseResult result, string deed)
    {
        if (!result.GetValue(Option) && !(context.InputIsTerminal && context.ErrorIsTerminal))
            throw new UsageException($"{deed} cannot be undone; say --yes to do it without being asked");
    }

    /// <summary>Whether to go on; if not, it says that nothing was deleted.</summary>
    public async Task<bool> AskAsync(ParseResult result, string question, CancellationToken cancel)
    {
        if (result.GetValue(Option)) return true;
        await context.Error.WriteAsync($"{question} [y/N] ");
        await context.Error.FlushAsync(cancel);
        using StreamReader input = new(context.Input, Encoding.UTF8, leaveOpen: true);
        string? answer = await input.ReadLineAsync(cancel);
        bool isYes = answer?.Trim().ToUpperInvariant() is "Y" or "YES";
        if (!isYes) context.Error.WriteLine("Nothing was deleted.");
        return isYes;
    }
}
