using System.CommandLine;
using System.Text.Json.Nodes;

namespace Weir.Commands.Api;

/// <summary>The options that select messages by what they are; without any, all are selected.</summary>
internal sealed class MessageSelection
{
    private readonly Option<string?> _key = Text("--key", "KEY", "Only those with this key (AMQP: routing key).");
    private readonly Option<string?> _messageId = Text("--message-id", "ID", "Only the one with this message id.");
    private readonly Option<string?> _header = Text("--header", "NAME[=VALUE]", "Only those with this header.");
    private readonly Option<string?> _contains =
        Text("--contains", "TEXT", "Only those with this text in their value.");

    public IReadOnlyList<Option> Options => [_key, _messageId, _header, _contains];

    public static Option<string?> Filter() => Text("--filter", "TEXT", "Only those with this in their name.");

    public static Option<string?> Text(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description };

    /// <summary>What was selected, by the API's names.</summary>
    public JsonObject Json(ParseResult result)
    {
        JsonObject json = [];
        foreach ((string name, Option<string?> option) in new[]
            { ("key", _key), ("messageId", _messageId), ("header", _header), ("contains", _contains) })
        {
            if (result.GetValue(option) is { } value) json[name] = value;
        }

        return json;
    }
}
