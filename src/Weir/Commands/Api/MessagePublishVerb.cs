using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Client;

namespace Weir.Commands.Api;

/// <summary>
/// <c>weir message publish</c>: one message, from the command line or all of standard input. That an exchange had
/// nowhere to route it to is a failure: it is lost.
/// </summary>
internal sealed class MessagePublishVerb
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly Option<string?> _exchange =
        MessageSelection.Text("--exchange", "EXCHANGE", "Publish to this exchange (amq.default: to the queue --key).");

    private readonly Option<string?> _topic = MessageSelection.Text("--topic", "TOPIC", "Publish to this topic.");
    private readonly Option<int?> _partition = new("--partition") { HelpName = "N", Description = "Of the topic." };
    private readonly Option<string?> _key = MessageSelection.Text("--key", "KEY", "The key (AMQP: routing key).");
    private readonly Option<string?> _value =
        MessageSelection.Text("--value", "TEXT", "The value (default: standard input, whole).");

    private readonly Option<string[]> _headers = Pairs.Option("--header", "A header");
    private readonly Option<string[]> _properties =
        Pairs.Option("--property", "With an exchange: a property as AMQP has them, such as message_id=a");

    public Symbol[] Symbols => [_exchange, _topic, _partition, _key, _value, _headers, _properties];

    public async Task RunAsync(ApiCall call)
    {
        (string? exchange, string? topic) = (call.Get(_exchange), call.Get(_topic));
        if (exchange is null == topic is null) throw new UsageException("give either --exchange or --topic");
        JsonObject request = new()
        {
            ["exchange"] = exchange,
            ["topic"] = topic,
            ["partition"] = call.Get(_partition),
            ["key"] = call.Get(_key),
            ["headers"] = new JsonObject(Pairs.Parse(call.Get(_headers)!, _headers.Name).Select(static pair =>
                KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value)))),
        };
        JsonObject properties = Pairs.Json(call.Result, _properties);
        if (properties.Count > 0) request["properties"] = properties;
        await ReadValueAsync(call, request);
        JsonNode answer = (await call.PostAsync(ApiClient.Path("messages", call.Namespace), request))!;
        if (!(bool)answer["routed"]!)
        {
            throw new BrokerException(
                $"exchange '{exchange}' has nowhere to route key '{call.Get(_key)}' to; the message is lost");
        }

        call.Output.WriteFields(
            ("routed", true),
            ("destinations", answer["destinations"]!.AsArray().Select(static d => (string)d!).ToArray()));
    }

    private async Task ReadValueAsync(ApiCall call, JsonObject request)
    {
        if (call.Get(_value) is { } text)
        {
            request["value"] = text;
            return;
        }

        using MemoryStream bytes = new();
        await call.Context.Input.CopyToAsync(bytes, call.Cancel);
        ReadOnlySpan<byte> all = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        try
        {
            request["value"] = Strict.GetString(all);
        }
        catch (DecoderFallbackException)
        {
            request["value"] = Convert.ToBase64String(all);
            request["valueEncoding"] = "base64";
        }
    }
}
