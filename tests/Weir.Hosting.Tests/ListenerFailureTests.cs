using System.Net;
using System.Net.Sockets;
using Weir.Hosting.Configuration;

namespace Weir.Hosting.Tests;

/// <summary>A listener that cannot start ends the start with one sentence that names its setting.</summary>
public sealed class ListenerFailureTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("weir-listen-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("kafka.listen")]
    [InlineData("amqp.listen")]
    [InlineData("http.listen")]
    public async Task An_address_that_is_in_use(string key)
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        string address = taken.LocalEndPoint!.ToString()!;
        Assert.Equal($"{key} cannot listen on {address}: Address already in use.", await RefusalAsync(key, address));
    }

    [Fact]
    public async Task An_address_that_this_machine_does_not_have()
    {
        // 192.0.2.0/24 is for documentation; a user is there because others may reach the listener.
        string password = Path.Combine(_directory, "password");
        await File.WriteAllTextAsync(password, "secret");
        string refusal = await RefusalAsync(
            "amqp.listen", "192.0.2.1:5672", ("security.admin", "root"), ("security.admin_password_file", password));
        Assert.Equal("amqp.listen cannot listen on 192.0.2.1:5672: Cannot assign requested address.", refusal);
    }

    [Fact]
    public async Task A_refused_start_leaves_the_data_directory_free()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        await RefusalAsync("amqp.listen", taken.LocalEndPoint!.ToString()!);
        await using WeirHost host = await StartAsync("amqp.listen", "127.0.0.1:0");
        Assert.Empty(host.Broker.Store.Damages);
        await host.StopAsync();
    }

    private async Task<string> RefusalAsync(string key, string value, params (string Key, string Value)[] more) =>
        (await Assert.ThrowsAsync<ConfigurationException>(() => StartAsync(key, value, more))).Message;

    private Task<WeirHost> StartAsync(string key, string value, params (string Key, string Value)[] more)
    {
        var all = new Dictionary<string, string>
        {
            ["data"] = Path.Combine(_directory, "data"),
            ["kafka.listen"] = "off",
            ["amqp.listen"] = "off",
            ["http.listen"] = "off",
            [key] = value,
        };
        foreach ((string name, string text) in more) all[name] = text;
        return WeirHost.StartAsync(
            new WeirOptions(all.Select(static s => new SettingInput(s.Key, s.Value, "test"))), CancellationToken.None);
    }
}
