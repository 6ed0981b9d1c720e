using System.CommandLine;

namespace Weir.Commands.Api;

/// <summary><c>weir message</c>: messages where they lie, and single ones published.</summary>
internal sealed class MessageCommand : Command
{
    public MessageCommand(CommandContext context)
        : base("message", "Look at messages without taking them, and publish.")
    {
        MessageListVerb list = new();
        MessagePublishVerb publish = new();
        Add(ApiVerb.Of(
            context, "list", "Look at messages of a queue or topic without taking them.", list.RunAsync, true,
            list.Symbols));
        MessageTraceVerb trace = new();
        Add(ApiVerb.Of(
            context, "trace", "Show what happened to a message: published, routed, delivered, settled.",
            trace.RunAsync, true, trace.Symbols));
        Add(ApiVerb.Of(
            context, "publish", "Publish a message to an exchange or a topic.", publish.RunAsync, true,
            publish.Symbols));
    }
}
