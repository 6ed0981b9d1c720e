using System.CommandLine;
using Weir.Client;
using Weir.Kafka.Wire;

namespace Weir.Commands;

/// <summary>
/// <c>weir topic alter</c>. Settings and partitions are two requests, settings first: should the second be refused, the
/// sentence says so of the partitions, and the settings stand.
/// </summary>
internal sealed class TopicAlterCommand : Command
{
    private const sbyte SetOperation = 0;
    private const sbyte DeleteOperation = 1;

    private readonly Argument<string> _name = TopicCommand.NameArgument();
    private readonly Option<string[]> _config = TopicCommand.ConfigOption();
    private readonly Option<string[]> _deleteConfig = new("--delete-config")
    {
        HelpName = "KEY",
        Description = "A setting to take back to its default; may be given many times.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<int?> _partitions = new("--partitions")
    {
        HelpName = "N",
        Description = "Grow to this many partitions; there is no way back.",
    };

    private readonly BrokerOptions _options;

    public TopicAlterCommand(CommandContext context)
        : base("alter", "Change a topic's settings or add partitions.")
    {
        Add(_name);
        Add(_config);
        Add(_deleteConfig);
        Add(_partitions);
        _options = new BrokerOptions(this, context);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancel)
    {
        string name = result.GetRequiredValue(_name);
        int? partitions = result.GetValue(_partitions);
        List<IncrementalAlterConfigsRequest.AlterableConfig> configs = Configs(result);
        if (configs.Count == 0 && partitions is null)
            throw new UsageException("nothing to alter; give --config, --delete-config or --partitions");
        if (partitions < 1) throw new UsageException($"--partitions: {partitions} is not 1 or more");

        await using KafkaConnection connection = await _options.ConnectAsync(result, cancel);
        if (configs.Count > 0) await AlterConfigsAsync(connection, name, configs, cancel);
        if (partitions is { } count) await AddPartitionsAsync(connection, name, count, cancel);
        MetadataResponse.Topic topic = await connection.GetTopicAsync(name, cancel);
        _options.Output(result).WriteFields(
            ("name", name),
            ("partitions", topic.Partitions.Count),
            ("settings changed", configs.Count));
        return ExitCode.Done;
    }

    private List<IncrementalAlterConfigsRequest.AlterableConfig> Configs(ParseResult result) =>
    [
        .. Pairs.Parse(result.GetRequiredValue(_config), _config.Name).Select(static pair =>
            new IncrementalAlterConfigsRequest.AlterableConfig
            {
                Name = pair.Key,
                ConfigOperation = SetOperation,
                Value = pair.Value,
            }),
        .. result.GetRequiredValue(_deleteConfig).Select(static key =>
            new IncrementalAlterConfigsRequest.AlterableConfig { Name = key, ConfigOperation = DeleteOperation }),
    ];

    private static async Task AlterConfigsAsync(
        KafkaConnection connection,
        string name,
        List<IncrementalAlterConfigsRequest.AlterableConfig> configs,
        CancellationToken cancel)
    {
        IncrementalAlterConfigsRequest request = new()
        {
            Resources =
            [
                new IncrementalAlterConfigsRequest.AlterConfigsResource
                {
                    ResourceType = TopicCalls.TopicResource,
                    ResourceName = name,
                    Configs = configs,
                },
            ],
        };
        IncrementalAlterConfigsResponse response = await connection.CallAsync(request, cancel);
        BrokerErrors.CheckTopic(response.Responses[0].ErrorCode, response.Responses[0].ErrorMessage, name);
    }

    private static async Task AddPartitionsAsync(
        KafkaConnection connection, string name, int count, CancellationToken cancel)
    {
        CreatePartitionsRequest request = new()
        {
            Topics = [new CreatePartitionsRequest.Topic { Name = name, Count = count, Assignments = null }],
            TimeoutMs = connection.TimeoutMs,
        };
        CreatePartitionsResponse response = await connection.CallAsync(request, cancel);
        BrokerErrors.CheckTopic(response.Results[0].ErrorCode, response.Results[0].ErrorMessage, name);
    }
}
