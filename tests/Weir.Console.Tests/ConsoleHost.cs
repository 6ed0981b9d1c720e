using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using Weir.Broker;
using Weir.Broker.Groups;
using Weir.Console.Tests.Browser;
using Weir.Hosting;
using Weir.Hosting.Configuration;

namespace Weir.Console.Tests;

/// <summary>
/// A broker in this process with something of everything in it, and a browser. Tests of a class share both and keep
/// apart by their objects' names.
/// </summary>
public sealed class ConsoleHost : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("weir-console-").FullName;
    private WeirHost? _host;
    private SampleShop? _shop;
    private Chromium? _browser;
    private int _amqpPort;

    public HttpClient Http { get; } = new();

    public MessageBroker Broker => _host!.Broker;

    public IConnection Connection { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Task<Chromium> browser = Chromium.StartAsync();
        _amqpPort = FreePort();
        int httpPort = FreePort();
        WeirOptions options = new(
        [
            new SettingInput("data", _data, "test"),
            new SettingInput("kafka.listen", "off", "test"),
            new SettingInput("amqp.listen", $"127.0.0.1:{_amqpPort}", "test"),
            new SettingInput("http.listen", $"127.0.0.1:{httpPort}", "test"),
            new SettingInput("log.level", "error", "test"),
        ]);
        _host = await WeirHost.StartAsync(options, CancellationToken.None);
        Http.BaseAddress = new Uri($"http://127.0.0.1:{httpPort}");
        Connection = await ConnectAsync("shop");
        _shop = new SampleShop(this);
        await _shop.BuildAsync();
        if (Screenshots.Folder is not null) await _shop.TradeAsync();
        _browser = await browser;
    }

    public async Task DisposeAsync()
    {
        if (_shop is not null) await _shop.CloseAsync();
        if (_browser is not null) await _browser.DisposeAsync();
        await Connection.DisposeAsync();
        Http.Dispose();
        await _host!.StopAsync();
        await _host.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>An empty page.</summary>
    public Task<BrowserPage> NewPageAsync(PageLook? look = null) => _browser!.NewPageAsync(look ?? new PageLook());

    /// <summary>A page that shows the console's overview.</summary>
    public async Task<BrowserPage> OpenAsync(PageLook? look = null)
    {
        BrowserPage page = await _browser!.NewPageAsync(look ?? new PageLook());
        await page.OpenAsync(Http.BaseAddress!);
        await page.UntilAsync("document.querySelector('main')?.dataset.place === ''");
        return page;
    }

    public Task<IConnection> ConnectAsync(string name) => new ConnectionFactory
    {
        HostName = "127.0.0.1",
        Port = _amqpPort,
        ClientProvidedName = name,
        AutomaticRecoveryEnabled = false,
    }.CreateConnectionAsync();

    public async Task<JsonNode> GetAsync(string path) =>
        JsonNode.Parse(await Http.GetStringAsync(new Uri("/api/v1" + path, UriKind.Relative)))!;

    public async Task SendAsync(HttpMethod method, string path, string body = "{}")
    {
        using var request = new HttpRequestMessage(method, "/api/v1" + path);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        HttpResponseMessage response = await Http.SendAsync(request);
        Assert.True(
            response.IsSuccessStatusCode, $"{method} {path}: {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>A group that stopped reading a topic at an offset.</summary>
    public async Task CommitAsync(string group, string topic, long offset)
    {
        OffsetsReply reply = await Broker.Groups.CommitAsync(
            new CommitRequest { GroupId = group, Offsets = [new OffsetToCommit(topic, 0, offset)] });
        Assert.Equal(GroupError.None, reply.Error);
    }

    private static int FreePort()
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
