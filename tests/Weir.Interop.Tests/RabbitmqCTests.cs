using System.Globalization;
using Weir.Interop.Tests.Support;

namespace Weir.Interop.Tests;

/// <summary>rabbitmq-c: the library, and the command line tools made of it.</summary>
public sealed class RabbitmqCTests(BrokerProcess broker) : IClassFixture<BrokerProcess>
{
    [Fact]
    public async Task The_library_publishes_with_confirms_consumes_and_is_refused()
    {
        string program = await CompiledClients.PathAsync("rabbitmq");
        string port = broker.AmqpPort.ToString(CultureInfo.InvariantCulture);
        (await ClientProgram.RunAsync(program, [port])).MustSucceed(broker);
    }

    [Fact]
    public async Task The_tools_declare_publish_get_and_delete()
    {
        Assert.Equal("tools", await ToolAsync("amqp-declare-queue", "-d", "-q", "tools"));
        await ToolAsync("amqp-publish", "-p", "-r", "tools", "-b", "hello");
        await ToolAsync("amqp-publish", "-r", "tools", "-C", "text/plain", "-H", "n: 1", "-b", "again");
        Assert.Equal("hello", await ToolAsync("amqp-get", "-q", "tools"));
        Assert.Equal("1", await ToolAsync("amqp-delete-queue", "-q", "tools"));
        Assert.NotEqual(0, (await RunAsync("amqp-get", "-q", "tools")).ExitCode);
    }

    [Fact]
    public async Task A_tool_hands_messages_to_programs_and_acknowledges_what_they_did()
    {
        await ToolAsync("amqp-declare-queue", "-q", "tools-consumed");
        for (int i = 0; i < 5; i++)
            await ToolAsync("amqp-publish", "-r", "tools-consumed", "-b", i.ToString(CultureInfo.InvariantCulture));
        // Three of them, each given to a program of its own and then acknowledged; two at a time are on their way.
        string said = await ToolAsync("amqp-consume", "-q", "tools-consumed", "-c", "3", "-p", "2", "cat");
        Assert.Equal("012", said);
        Assert.Equal("3", await ToolAsync("amqp-get", "-q", "tools-consumed"));
        Assert.Equal("1", await ToolAsync("amqp-delete-queue", "-q", "tools-consumed"));
    }

    private async Task<string> ToolAsync(string tool, params string[] arguments) =>
        (await RunAsync(tool, arguments)).MustSucceed(broker).Output.Trim();

    private Task<ClientResult> RunAsync(string tool, params string[] arguments)
    {
        string url = $"amqp://guest:guest@127.0.0.1:{broker.AmqpPort}";
        return ClientProgram.RunAsync(tool, ["-u", url, .. arguments]);
    }
}
