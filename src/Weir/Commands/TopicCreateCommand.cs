using System.CommandLine;
using Weir.Client;
using Weir.Kafka.Wire;

namespace Weir.Commands;

/// <summary><c>weir topic create</c>.</summary>
internal sealed class TopicCreateCommand : Command
{
    private readonly Argument<string> _name = TopicCommand.NameArgument();
    private readonly Option<string[]> _config = TopicCommand.ConfigOption();
    private readonly Option<int?> _partitions = new("--partitions")
    {
        HelpName = "N",
        Description = "How many partitions; the broker's default when not given.",
    };

    private readonly BrokerOptions _options;

    public TopicCreateCommand(CommandContext context)
        : base("create", "Create a topic.")
    {
        Add(_name);
        Add(_partitions);
        Add(_config);
        _options = new BrokerOptions(this, context);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancel)
    {
        string name = result.GetRequiredValue(_name);
        int? partitions = result.GetValue(_partitions);
        if (partitions < 1) throw new UsageException($"--partitions: {partitions} is not 1 or more");
        CreateTopicsRequest.CreatableTopic topic = new()
        {
            Name = name,
            NumPartitions = partitions ?? -1,
            ReplicationFactor = -1,
        };
        foreach ((string key, string value) in Pairs.Parse(result.GetRequiredValue(_config), _config.Name))
            topic.Configs.Add(new CreateTopicsRequest.CreatableTopicConfig { Name = key, Value = value });

        await using KafkaConnection connection = await _options.ConnectAsync(result, cancel);
        CreateTopicsRequest request = new() { Topics = [topic], TimeoutMs = connection.TimeoutMs };
        CreateTopicsResponse response = await connection.CallAsync(request, cancel);
        CreateTopicsResponse.CreatableTopicResult created = response.Topics[0];
        BrokerErrors.CheckTopic(created.ErrorCode, created.ErrorMessage, name);
        _options.Output(result).WriteFields(
            ("name", name),
            ("id", created.TopicId == Guid.Empty ? null : created.TopicId.ToString()),
            ("partitions", created.NumPartitions < 0 ? null : created.NumPartitions));
        return ExitCode.Done;
    }
}
