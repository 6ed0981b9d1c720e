using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using Weir.Broker;
using Weir.Hosting;
using Weir.Hosting.Configuration;
using Weir.Testing;

namespace Weir.Admin.Tests;

/// <summary>
/// A broker in this process on free loopback ports with a data directory of its own, its HTTP API and AMQP. Tests of a
/// class share it and keep apart by their objects' names.
/// </summary>
public sealed class ApiHost : IAsyncLifetime
{
    private readonly SettingInput[] _more;
    private readonly string _data = Directory.CreateTempSubdirectory("weir-api-").FullName;
    private WeirHost? _host;
    private int _amqpPort;

    public ApiHost()
        : this([])
    {
    }

    internal ApiHost(params SettingInput[] more) => _more = more;

    public HttpClient Http { get; } = new();

    public MessageBroker Broker => _host!.Broker;

    public async Task InitializeAsync()
    {
        _amqpPort = Ports.Next();
        int httpPort = Ports.Next();
        WeirOptions options = new(
        [
            new SettingInput("data", _data, "test"),
            new SettingInput("kafka.listen", "off", "test"),
            new SettingInput("amqp.listen", $"127.0.0.1:{_amqpPort}", "test"),
            new SettingInput("http.listen", $"127.0.0.1:{httpPort}", "test"),
            new SettingInput("log.level", "error", "test"),
            .. _more,
        ]);
        _host = await WeirHost.StartAsync(options, CancellationToken.None);
        Http.BaseAddress = new Uri($"http://127.0.0.1:{httpPort}");
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await _host!.StopAsync();
        await _host.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    public Task<IConnection> ConnectAsync(string name, string user = "guest", string password = "guest") =>
        new ConnectionFactory
        {
            HostName = "127.0.0.1",
            Port = _amqpPort,
            ClientProvidedName = name,
            UserName = user,
            Password = password,
            AutomaticRecoveryEnabled = user == "guest",
        }.CreateConnectionAsync();

    /// <summary>Gets what must be there.</summary>
    public async Task<JsonNode> GetAsync(string path)
    {
        HttpResponseMessage response = await Http.GetAsync(new Uri(path, UriKind.Relative));
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {body}");
        return JsonNode.Parse(body)!;
    }

    /// <summary>Sends a request with a JSON body, if any; gives status and body.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(
        HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null || method == HttpMethod.Post)
            request.Content = new StringContent(body?.ToJsonString() ?? "{}", Encoding.UTF8, "application/json");
        HttpResponseMessage response = await Http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }
}
