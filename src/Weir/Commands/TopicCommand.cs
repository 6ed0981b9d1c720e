using System.CommandLine;

namespace Weir.Commands;

/// <summary><c>weir topic</c>: the topics of a broker.</summary>
internal sealed class TopicCommand : Command
{
    public TopicCommand(CommandContext context)
        : base("topic", "Create, list, describe, alter and delete topics.")
    {
        Add(new TopicCreateCommand(context));
        Add(new TopicListCommand(context));
        Add(new TopicDescribeCommand(context));
        Add(new TopicAlterCommand(context));
        Add(new TopicDeleteCommand(context));
    }

    public static Argument<string> NameArgument() => new("NAME") { Description = "The topic's name." };

    public static Option<string[]> ConfigOption() => new("--config")
    {
        HelpName = "KEY=VALUE",
        Description = "A setting of the topic (docs/topic-settings.md); may be given many times.",
        DefaultValueFactory = _ => [],
    };
}
