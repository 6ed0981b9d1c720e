using System.Globalization;

namespace Weir.Interop.Tests.Support;

/// <summary>The AMQP client programs in Python and JavaScript: SCRIPT COMMAND PORT [more].</summary>
internal static class AmqpProgram
{
    private const string Python = "/usr/bin/python3";

    public static async Task RunAsync(BrokerProcess broker, string script, string command, params string[] more)
    {
        await using ClientProgram program = await StartAsync(broker, script, command, more);
        (await program.WaitAsync()).MustSucceed(broker);
    }

    public static async Task<ClientProgram> StartAsync(
        BrokerProcess broker, string script, string command, params string[] more)
    {
        bool isPython = script.EndsWith(".py", StringComparison.Ordinal);
        if (!isPython) await NpmClients.ReadyAsync();
        string port = broker.AmqpPort.ToString(CultureInfo.InvariantCulture);
        string path = Path.Combine(Repository.Clients, isPython ? "python" : "js", script);
        return ClientProgram.Start(isPython ? Python : NpmClients.Node, [path, command, port, .. more]);
    }

    /// <summary>Waits until a program that goes on has printed the line.</summary>
    public static Task SaysAsync(this ClientProgram program, string line, BrokerProcess broker) =>
        Eventually.TrueAsync(
            () => $"'{line}' was printed; it said\n{string.Join('\n', program.Output)}\n" +
                $"{string.Join('\n', program.Errors.TakeLast(30))}\n--- broker\n{broker.LogTail}",
            () =>
            {
                if (program.Output.Contains(line)) return true;
                Assert.False(program.HasExited, string.Join('\n', program.Errors.TakeLast(30)));
                return false;
            },
            timeoutSeconds: 100);
}
