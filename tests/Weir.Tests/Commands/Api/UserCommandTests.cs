namespace Weir.Tests.Commands.Api;

/// <summary>The first user closes the door, so this has a broker of its own.</summary>
public sealed class UserCommandTests(RunningBroker broker) : IClassFixture<RunningBroker>
{
    private const string Secret = "cellar-6620";

    [Fact]
    public async Task Users_are_made_permitted_and_deleted_and_commands_log_in_over_HTTP_and_Kafka()
    {
        string file = Path.Combine(broker.Data, "..", $"{Path.GetFileName(broker.Data)}-password");
        await File.WriteAllTextAsync(file, Secret + "\nnothing else counts");
        try
        {
            await broker.DoAsync("topic create open --partitions 1");
            await broker.DoAsync($"user set root --new-password-file {file} --tag administrator");
            string closed = $"{broker.HttpAddress} has users; log in with --user NAME and WEIR_PASSWORD or "
                + "--password-file.";
            await broker.RefusesAsync("queue list", closed);
            await broker.RefusesAsync("topic list", closed.Replace(broker.HttpAddress, broker.Address));

            string login = $"--user root --password-file {file}";
            await broker.DoAsync($"user permit root --configure .* --write .* --read .* {login}");
            Assert.Equal("name\tshop\n", await broker.DoAsync($"user set shop --new-password-file {file} {login}"));
            string list = await broker.DoAsync($"user list {login}");
            Assert.Contains("root\tadministrator\ttrue", list, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, list, StringComparison.Ordinal);
            await broker.DoAsync($"produce open {login}", "one\n");
            Assert.Equal("one\n", await broker.DoAsync($"consume open {login}"));
            await broker.DoAsync($"user permit shop --read ^open$ {login}");
            Assert.Equal("one\n", await broker.DoAsync($"consume open --user shop --password-file {file}"));
            await broker.DoAsync($"user forbid shop {login}");
            await broker.DoAsync($"user delete shop --yes {login}");

            await File.WriteAllTextAsync(file, "wrong");
            await broker.RefusesAsync(
                $"queue list {login}", $"{broker.HttpAddress} does not let you in: user or password is wrong.");
            await broker.RefusesAsync(
                $"topic list {login}", $"{broker.Address} does not let you in: user or password is wrong.");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(
        "queue list --user a", "--user: there is no password for 'a'; set WEIR_PASSWORD or give --password-file.")]
    [InlineData("topic list --password-file x", "--password-file: whose password it is, say with --user.")]
    [InlineData("topic list --user a --password-file /nowhere", "--password-file: cannot read '/nowhere'.")]
    public async Task A_login_that_is_not_whole_reaches_no_broker(string args, string sentence)
    {
        CommandRun run = await CommandRun.OfAsync(args.Split(' '));
        Assert.Equal((2, $"weir: {sentence}{Environment.NewLine}", ""), (run.ExitCode, run.Error, run.Out));
    }

    [Fact]
    public async Task A_shell_that_knows_who_it_is_can_start_a_broker()
    {
        CommandRun run = await CommandRun.OfAsync(
            ["serve"], new() { ["WEIR_USER"] = "root", ["WEIR_PASSWORD"] = Secret });
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }
}
