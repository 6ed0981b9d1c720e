namespace Weir.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("", "weir: Required command was not provided; see 'weir --help'.")]
    [InlineData("sreve", "weir: 'sreve' is no command or option here; see 'weir --help'.")]
    [InlineData("serve --kafk off", "weir: '--kafk' is no command or option here; see 'weir serve --help'.")]
    [InlineData("serve --data", "weir: Required argument missing for option: '--data'; see 'weir serve --help'.")]
    [InlineData("serve @args", "weir: '@args' is no command or option here; see 'weir serve --help'.")]
    [InlineData("serve --set kafka.listen", "weir: --set: 'kafka.listen' is not KEY=VALUE.")]
    [InlineData("serve --set log.level=loud",
        "weir: --set: log.level is 'loud', but must be one of trace, debug, information, warning, error.")]
    [InlineData("serve --set lg.level=error", "weir: --set: there is no setting 'lg.level'; did you mean 'log.level'?")]
    public async Task A_wrong_command_line_gets_one_sentence_and_exit_code_2(string args, string sentence)
    {
        CommandRun run = await CommandRun.OfAsync(args.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, sentence + Environment.NewLine, ""), (run.ExitCode, run.Error, run.Out));
        Assert.Null(run.Served);
    }

    [Fact]
    public async Task A_failure_gets_one_sentence_and_exit_code_1()
    {
        CommandRun run = await CommandRun.OfAsync(["serve"], serveFails: new IOException("the disk\nis full"));

        Assert.Equal((1, "weir: the disk is full." + Environment.NewLine, ""), (run.ExitCode, run.Error, run.Out));
    }
}
