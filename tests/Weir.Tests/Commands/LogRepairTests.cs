namespace Weir.Tests.Commands;

/// <summary>Each test has a broker of its own, because it stops it and breaks its files.</summary>
public sealed class LogRepairTests : IAsyncLifetime
{
    private readonly RunningBroker _broker = new();

    public Task InitializeAsync() => _broker.InitializeAsync();

    public Task DisposeAsync() => _broker.DisposeAsync();

    [Fact]
    public async Task A_batch_that_is_damaged_is_given_up_and_everything_else_goes_on()
    {
        await _broker.DoAsync("topic create many --partitions 1");
        for (int i = 0; i < 3; i++)
            await _broker.DoAsync("produce many", string.Concat(Enumerable.Range(0, 5_000).Select(n => $"{i}-{n}\n")));
        await _broker.StopAsync();
        DamagedFile.Flip(Only("*.seg"), 3_000);

        CommandRun repair = await RepairAsync();

        Assert.Equal((0, ""), (repair.ExitCode, repair.Error));
        Assert.Matches(
            @"^damaged what="".* at bytes .*\nlost topic=many/0 offsets=\d+\.\.\d+\nsummary damages=1 kept_in=",
            repair.Out);
        Assert.Equal(0, (await CommandRun.OfAsync(["log", "verify", _broker.Data])).ExitCode);
        string[] ends = repair.Out.Split("offsets=")[1].Split('\n')[0].Split("..");
        int lost = int.Parse(ends[1]) - int.Parse(ends[0]) + 1;

        await _broker.InitializeAsync();
        string[] lines = (await _broker.DoAsync("consume many")).TrimEnd().Split('\n');
        Assert.InRange(lost, 1, 5_000);
        Assert.Equal(15_000 - lost, lines.Length);
        Assert.Equal("2-4999", lines[^1]);
        await _broker.DoAsync("produce many", "more\n");
        Assert.EndsWith("\nmore\n", await _broker.DoAsync("consume many"));
    }

    [Fact]
    public async Task What_was_damaged_is_kept_as_it_was()
    {
        await _broker.DoAsync("topic create few --partitions 1");
        await _broker.DoAsync("produce few", "a\nb\n");
        await _broker.StopAsync();
        string manifest = Directory.GetFiles(Path.Combine(_broker.Data, "manifest"))[0];
        DamagedFile.Flip(manifest, 20);
        byte[] damaged = await File.ReadAllBytesAsync(manifest);

        CommandRun repair = await RepairAsync();

        string kept = repair.Out.Split("kept_in=")[1].Trim();
        string copy = Path.Combine(_broker.Data, kept, "manifest", Path.GetFileName(manifest));
        Assert.Equal(damaged, await File.ReadAllBytesAsync(copy));
        Assert.False(Directory.Exists(Path.Combine(_broker.Data, "repair")));
        await _broker.InitializeAsync();
        Assert.Equal("a\nb\n", await _broker.DoAsync("consume few"));
    }

    [Fact]
    public async Task Where_nothing_is_damaged_nothing_is_changed()
    {
        await _broker.DoAsync("topic create few --partitions 1");
        await _broker.DoAsync("produce few", "a\n");
        await _broker.StopAsync();
        string[] before = Files();

        CommandRun repair = await RepairAsync();

        Assert.Equal((0, "summary damages=0\n", ""), (repair.ExitCode, repair.Out, repair.Error));
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task The_directory_of_a_running_broker_is_refused()
    {
        CommandRun repair = await RepairAsync();

        Assert.Equal((1, ""), (repair.ExitCode, repair.Out));
        Assert.Contains("is in use by another weir process", repair.Error);
    }

    [Fact]
    public async Task Without_a_catalog_that_can_be_read_it_says_so()
    {
        await _broker.DoAsync("topic create few --partitions 1");
        await _broker.StopAsync();
        DamagedFile.Flip(Path.Combine(_broker.Data, "catalog"), 30);
        DamagedFile.Flip(Path.Combine(_broker.Data, "catalog.copy"), 30);
        string[] before = Files();

        CommandRun repair = await RepairAsync();

        Assert.Equal((1, ""), (repair.ExitCode, repair.Out));
        Assert.Contains("catalog.copy is damaged", repair.Error);
        Assert.Equal(before, Files());
    }

    private Task<CommandRun> RepairAsync() => CommandRun.OfAsync(["log", "repair", _broker.Data]);

    private string Only(string pattern) =>
        Assert.Single(Directory.GetFiles(_broker.Data, pattern, SearchOption.AllDirectories));

    private string[] Files() =>
        [.. Directory.GetFiles(_broker.Data, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
