using System.CommandLine;
using System.Text.Json.Nodes;
using Weir.Client;
using Weir.Output;

namespace Weir.Commands.Api;

/// <summary>One run of a command over the HTTP API: what was asked for, the broker, and where to write.</summary>
internal sealed class ApiCall(ParseResult result, CommandContext context, ApiClient client, CancellationToken cancel)
{
    private const int PageSize = 1000;

    public ParseResult Result => result;

    public CommandContext Context => context;

    public CancellationToken Cancel => cancel;

    public required CommandOutput Output { get; init; }

    /// <summary>The namespace that was named, or null.</summary>
    public required string? NamespaceOrAll { get; init; }

    public string Namespace => NamespaceOrAll ?? "/";

    public int ExitCode { get; private set; } = Weir.ExitCode.Done;

    public T? Get<T>(Option<T> option) => result.GetValue(option);

    public string Get(Argument<string> argument) => result.GetRequiredValue(argument);

    /// <summary>The path of something in the namespace.</summary>
    public string PathOf(string kind, params ReadOnlySpan<string> names) =>
        ApiClient.Path([kind, Namespace, .. names]);

    public async Task<JsonNode> GetAsync(string path) =>
        await SendAsync(HttpMethod.Get, path) ?? throw new BrokerException($"the broker gave no answer to {path}");

    public Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonObject? body = null) =>
        client.SendAsync(method, path, body, cancel);

    /// <summary>A POST, whose body is never left out: without one the broker takes it for a web page's.</summary>
    public Task<JsonNode?> PostAsync(string path, JsonObject? body = null) =>
        SendAsync(HttpMethod.Post, path, body ?? []);

    /// <summary>Writes a list to its end, however many pages it has.</summary>
    public async Task WriteListAsync(string path, string? filter, params JsonColumn[] columns)
    {
        string query = NamespaceOrAll is { } ns ? $"&namespace={Uri.EscapeDataString(ns)}" : "";
        if (filter is not null) query += $"&filter={Uri.EscapeDataString(filter)}";
        JsonArray all = [];
        for (int page = 1; ; page++)
        {
            JsonNode answer = await GetAsync($"{path}?page={page}&pageSize={PageSize}{query}");
            JsonArray items = answer["items"]!.AsArray();
            foreach (JsonNode? item in items) all.Add(item?.DeepClone());
            if (items.Count < PageSize) break;
        }

        Output.WriteNodes(all, columns);
    }

    /// <summary>Whether to go on with what cannot be undone.</summary>
    public async Task<bool> ConfirmAsync(Confirmation confirmation, string deed, string question)
    {
        confirmation.Check(result, deed);
        bool goesOn = await confirmation.AskAsync(result, question, cancel);
        if (!goesOn) ExitCode = Weir.ExitCode.Failed;
        return goesOn;
    }
}
