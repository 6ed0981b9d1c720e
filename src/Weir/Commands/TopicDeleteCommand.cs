using System.CommandLine;
using Weir.Client;
using Weir.Kafka.Wire;

namespace Weir.Commands;

/// <summary><c>weir topic delete</c>: with everything in it.</summary>
internal sealed class TopicDeleteCommand : Command
{
    // From version 6 on, topics may go by their id.
    private const short DeleteTopicsVersionMax = 5;

    private readonly Argument<string> _name = TopicCommand.NameArgument();
    private readonly Confirmation _confirmation;
    private readonly BrokerOptions _options;

    public TopicDeleteCommand(CommandContext context)
        : base("delete", "Delete a topic and everything in it.")
    {
        _confirmation = new Confirmation(context);
        Add(_name);
        Add(_confirmation.Option);
        _options = new BrokerOptions(this, context);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancel)
    {
        string name = result.GetRequiredValue(_name);
        _confirmation.Check(result, $"deleting topic '{name}'");
        await using KafkaConnection connection = await _options.ConnectAsync(result, cancel);
        await connection.GetTopicAsync(name, cancel);
        if (!await _confirmation.AskAsync(result, $"Delete topic '{name}' and everything in it?", cancel))
            return ExitCode.Failed;

        DeleteTopicsRequest request = new() { TopicNames = [name], TimeoutMs = connection.TimeoutMs };
        DeleteTopicsResponse response = await connection.CallAsync(request, DeleteTopicsVersionMax, cancel);
        BrokerErrors.CheckTopic(response.Responses[0].ErrorCode, response.Responses[0].ErrorMessage, name);
        _options.Output(result).WriteFields(("name", name), ("deleted", true));
        return ExitCode.Done;
    }
}
