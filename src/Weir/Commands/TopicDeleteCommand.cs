using System.CommandLine;
using System.Text;
using Weir.Client;
using Weir.Kafka.Wire;

namespace Weir.Commands;

/// <summary>
/// <c>weir topic delete</c>: with everything in it. Asks first on a terminal; where nobody can
/// answer, only --yes will do.
/// </summary>
internal sealed class TopicDeleteCommand : Command
{
    // From version 6 on, topics may go by their id.
    private const short DeleteTopicsVersionMax = 5;

    private readonly CommandContext _context;
    private readonly Argument<string> _name = TopicCommand.NameArgument();
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask." };
    private readonly BrokerOptions _options;

    public TopicDeleteCommand(CommandContext context)
        : base("delete", "Delete a topic and everything in it.")
    {
        _context = context;
        Add(_name);
        Add(_yes);
        _options = new BrokerOptions(this, context);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancel)
    {
        string name = result.GetRequiredValue(_name);
        bool mayAsk = _context.InputIsTerminal && _context.ErrorIsTerminal;
        if (!result.GetValue(_yes) && !mayAsk)
        {
            throw new UsageException(
                $"deleting topic '{name}' cannot be undone; say --yes to do it without being asked");
        }

        await using KafkaConnection connection = await _options.ConnectAsync(result, cancel);
        await connection.GetTopicAsync(name, cancel);
        if (!result.GetValue(_yes) && !await AskAsync(name, cancel))
        {
            _context.Error.WriteLine("Nothing was deleted.");
            return ExitCode.Failed;
        }

        DeleteTopicsRequest request = new() { TopicNames = [name], TimeoutMs = connection.TimeoutMs };
        DeleteTopicsResponse response = await connection.CallAsync(request, DeleteTopicsVersionMax, cancel);
        BrokerErrors.CheckTopic(response.Responses[0].ErrorCode, response.Responses[0].ErrorMessage, name);
        _options.Output(result).WriteFields(("name", name), ("deleted", true));
        return ExitCode.Done;
    }

    private async Task<bool> AskAsync(string name, CancellationToken cancel)
    {
        await _context.Error.WriteAsync($"Delete topic '{name}' and everything in it? [y/N] ");
        await _context.Error.FlushAsync(cancel);
        using StreamReader input = new(_context.Input, Encoding.UTF8, leaveOpen: true);
        string? answer = await input.ReadLineAsync(cancel);
        return answer?.Trim().ToUpperInvariant() is "Y" or "YES";
    }
}
