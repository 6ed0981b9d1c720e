using Weir.Broker.Security;
using Weir.Hosting.Configuration;

namespace Weir.Hosting.Tests;

/// <summary>Who has no users must not be reachable from elsewhere.</summary>
public sealed class StartWithoutUsersTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("weir-start-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("kafka.listen", "0.0.0.0:0")]
    [InlineData("amqp.listen", "[::]:0")]
    [InlineData("http.listen", "192.0.2.1:0")]
    public async Task A_listener_that_others_can_reach_stops_the_start_with_one_sentence(string key, string value)
    {
        var refused = await Assert.ThrowsAsync<ConfigurationException>(() => StartAsync((key, value)));
        Assert.Equal(
            $"{key} is {value}, which other machines can reach, but there is no user yet: set security.admin and " +
            "security.admin_password_file, or listen on 127.0.0.1.",
            refused.Message);
    }

    [Fact]
    public async Task Loopback_needs_no_user()
    {
        await using WeirHost host = await StartAsync(("kafka.listen", "127.0.0.1:0"), ("http.listen", "[::1]:0"));
        Assert.True(host.Broker.Users.IsOpen);
        await host.StopAsync();
    }

    [Fact]
    public async Task The_administrator_of_the_configuration_is_there_with_the_password_of_the_file()
    {
        string file = Path.Combine(_directory, "password");
        (string, string)[] settings =
        [
            ("security.admin", "root"), ("security.admin_password_file", file), ("namespaces", "/,shop"),
            ("kafka.listen", "0.0.0.0:0"),
        ];
        foreach (string password in (string[])["first", "second"])
        {
            await File.WriteAllTextAsync(file, password + "\n");
            await using WeirHost host = await StartAsync(settings);
            Assert.Equal(LoginOutcome.Accepted, await host.Broker.Logins.LoginAsync("root", password, null, default));
            Assert.Equal(["/", "shop"], host.Broker.Users.Find("root")!.Permissions.Keys);
            await host.StopAsync();
        }
    }

    [Fact]
    public async Task What_is_wrong_with_the_password_file_is_said_without_what_is_in_it()
    {
        string file = Path.Combine(_directory, "password");
        await File.WriteAllTextAsync(file, "hush\u0002hush");
        (string, string)[] settings = [("security.admin", "root"), ("security.admin_password_file", file)];
        var refused = await Assert.ThrowsAsync<ConfigurationException>(() => StartAsync(settings));
        Assert.StartsWith("security.admin: ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", refused.ToString(), StringComparison.Ordinal);
        File.Delete(file);
        refused = await Assert.ThrowsAsync<ConfigurationException>(() => StartAsync(settings));
        Assert.Equal($"security.admin_password_file: {file} cannot be read.", refused.Message);
    }

    [Fact]
    public void A_name_without_a_password_file_is_refused()
    {
        var refused = Assert.Throws<ConfigurationException>(
            () => new WeirOptions([new SettingInput("security.admin", "root", "weir.yaml:3")]));
        Assert.Equal(
            "weir.yaml:3: security.admin is set, but security.admin_password_file is not; both are needed.",
            refused.Message);
    }

    private Task<WeirHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string>
        {
            ["data"] = Path.Combine(_directory, "data"),
            ["kafka.listen"] = "off",
            ["amqp.listen"] = "off",
            ["http.listen"] = "off",
            ["log.level"] = "error",
        };
        foreach ((string key, string value) in settings) all[key] = value;
        return WeirHost.StartAsync(
            new WeirOptions(all.Select(static s => new SettingInput(s.Key, s.Value, "test"))), CancellationToken.None);
    }
}
