using System.Text.Json;

namespace Weir.Tests.Commands;

/// <summary>Each test has a broker of its own, because it stops it and breaks its files.</summary>
public sealed class LogInspectTests : IAsyncLifetime
{
    private readonly RunningBroker _broker = new();

    private string Journal =>
        Directory.GetFiles(Path.Combine(_broker.Data, "journal"), "*.wal").Order(StringComparer.Ordinal).Last();

    public Task InitializeAsync() => _broker.InitializeAsync();

    public Task DisposeAsync() => _broker.DisposeAsync();

    [Fact]
    public async Task The_directory_of_a_running_broker_is_read_with_a_warning_and_left_alone()
    {
        await _broker.DoAsync("topic create orders --partitions 1");
        await _broker.DoAsync("produce orders --key k --header h=1 --compression gzip", "first\nsecond\n");
        await _broker.DoAsync("consume orders --group readers");

        CommandRun run = await CommandRun.OfAsync(["log", "inspect", _broker.Data, "--records"]);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"weir: process {Environment.ProcessId} may be using '{_broker.Data}': ", run.Error);
        Assert.Contains(" topic=orders/0 base_offset=0 last_offset=1 records=2 ", run.Out);
        Assert.Contains(" codec=gzip ", run.Out);
        Assert.Contains(" key=k value=second headers=h=1\n", run.Out);
        Assert.Contains("event kind=group change=OffsetsCommitted group=readers detail=orders/0=2\n", run.Out);
        Assert.EndsWith("summary damages=0\n", run.Out);
        Assert.Equal("first\nsecond\n", await _broker.DoAsync("consume orders"));
    }

    [Fact]
    public async Task Json_is_an_object_a_line()
    {
        await _broker.DoAsync("topic create orders --partitions 1");
        await _broker.DoAsync("produce orders", "first\n");

        CommandRun run = await CommandRun.OfAsync(["log", "inspect", _broker.Data, "--records", "--json"]);

        List<JsonElement> items =
            [.. run.Out.TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement)];
        JsonElement record = items.Single(i => i.GetProperty("item").GetString() == "record");
        Assert.Equal("first", record.GetProperty("value").GetString());
        Assert.Equal(JsonValueKind.Null, record.GetProperty("key").ValueKind);
    }

    [Fact]
    public async Task After_a_stop_records_are_found_in_snapshot_and_segment_and_files_are_read_alone()
    {
        await _broker.DoAsync("topic create few --partitions 1");
        await _broker.DoAsync("topic create many --partitions 1");
        await _broker.DoAsync("produce few", "in the snapshot\n");
        await _broker.DoAsync("produce many", string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}\n")));
        await _broker.StopAsync();

        CommandRun run = await CommandRun.OfAsync(["log", "inspect", _broker.Data, "--records"]);
        Assert.Contains("summary damages=0\n", run.Out);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(" value=\"in the snapshot\"\n", run.Out);
        Assert.Contains(" value=\"line 19999\"\n", run.Out);

        string[] blobs = Directory.GetFiles(Path.Combine(_broker.Data, "blobs"), "*", SearchOption.AllDirectories);
        string segment = Assert.Single(blobs, b => b.EndsWith(".seg", StringComparison.Ordinal));
        CommandRun one = await CommandRun.OfAsync(["log", "inspect", segment]);
        Assert.Equal((0, ""), (one.ExitCode, one.Error));
        Assert.Matches(@"^segment key=.* base_offset=0 next_offset=20000 ", one.Out);
        foreach (string snapshot in blobs.Where(b => b.EndsWith(".snap", StringComparison.Ordinal)))
            Assert.StartsWith("snapshot ", (await CommandRun.OfAsync(["log", "inspect", snapshot])).Out);
        string manifest = Directory.GetFiles(Path.Combine(_broker.Data, "manifest")).First();
        Assert.StartsWith("manifest shard=", (await CommandRun.OfAsync(["log", "inspect", manifest])).Out);
        string catalog = (await CommandRun.OfAsync(["log", "inspect", Path.Combine(_broker.Data, "catalog")])).Out;
        Assert.Contains("entry key=topic///many ", catalog);
    }

    [Fact]
    public async Task A_flipped_bit_in_a_segment_is_named_and_makes_exit_code_1()
    {
        await _broker.DoAsync("topic create many --partitions 1");
        await _broker.DoAsync("produce many", string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}\n")));
        await _broker.StopAsync();
        string blobs = Path.Combine(_broker.Data, "blobs");
        string segment = Directory.GetFiles(blobs, "*.seg", SearchOption.AllDirectories)[0];
        DamagedFile.Flip(segment, 5000);

        CommandRun run = await CommandRun.OfAsync(["log", "inspect", _broker.Data]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("DAMAGE where=", run.Out);
        Assert.Contains("is damaged at bytes 0 to ", run.Out);
        Assert.EndsWith("summary damages=1\n", run.Out);
    }

    [Fact]
    public async Task Verify_shows_damage_only_and_says_how_much_it_read()
    {
        await _broker.DoAsync("topic create many --partitions 1");
        await _broker.DoAsync("produce many", string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}\n")));
        await _broker.StopAsync();
        CommandRun whole = await CommandRun.OfAsync(["log", "verify", _broker.Data]);
        Assert.Equal((0, ""), (whole.ExitCode, whole.Error));
        Assert.Matches(@"^summary checked=[1-9]\d+ damages=0\n$", whole.Out);

        string blobs = Path.Combine(_broker.Data, "blobs");
        DamagedFile.Flip(Directory.GetFiles(blobs, "*.seg", SearchOption.AllDirectories)[0], 5000);
        CommandRun damaged = await CommandRun.OfAsync(["log", "verify", _broker.Data]);

        Assert.Equal(1, damaged.ExitCode);
        Assert.Matches(@"^DAMAGE where=.*\.seg what="".* is damaged at bytes 0 to .*\nsummary .* damages=1\n$",
            damaged.Out);
        Assert.Equal(2, (await CommandRun.OfAsync(["log", "verify", blobs])).ExitCode);
    }

    [Fact]
    public async Task A_flipped_bit_in_the_journal_is_damage_when_later_frames_were_synced_and_a_tail_when_not()
    {
        await _broker.DoAsync("topic create orders --partitions 1");
        for (int i = 0; i < 3; i++) await _broker.DoAsync("produce orders", $"record {i}\n");
        string copy = Path.Combine(_broker.Data, "copy.wal");
        File.Copy(Journal, copy);
        string[] frames = [.. (await InspectAsync(copy)).Out.Split('\n')
            .Where(l => l.StartsWith("  frame ", StringComparison.Ordinal))];

        // The last frame alone: nothing proves that it had ever been acknowledged.
        DamagedFile.Flip(copy, Position(frames[^1]) + 60);
        CommandRun tail = await InspectAsync(copy);
        Assert.Equal(0, tail.ExitCode);
        Assert.Contains("tail where=", tail.Out);

        DamagedFile.Flip(copy, Position(frames[^1]) + 60);
        DamagedFile.Flip(copy, Position(frames[^3]) + 60);
        CommandRun damage = await InspectAsync(copy);
        Assert.Equal(1, damage.ExitCode);
        Assert.Contains($"at byte {Position(frames[^3])}\" what=\"the body of frame ", damage.Out);
        Assert.EndsWith("summary damages=1\n", damage.Out);
    }

    [Fact]
    public async Task What_is_not_weirs_is_refused()
    {
        string other = Path.Combine(_broker.Data, "other");
        Directory.CreateDirectory(other);
        string text = Path.Combine(other, "a.txt");
        await File.WriteAllTextAsync(text, "hello");

        await RefusedAsync(other, $"'{other}' is no data directory of weir: it has neither format nor journal.");
        await RefusedAsync(text, $"'{text}' is no journal, segment, snapshot, manifest or catalog of weir.");
        await RefusedAsync("/nowhere/at/all", "'/nowhere/at/all' does not exist.");
    }

    private static async Task RefusedAsync(string path, string sentence)
    {
        CommandRun run = await CommandRun.OfAsync(["log", "inspect", path]);
        Assert.Equal((2, $"weir: {sentence}{Environment.NewLine}", ""), (run.ExitCode, run.Error, run.Out));
    }

    private static Task<CommandRun> InspectAsync(string path) => CommandRun.OfAsync(["log", "inspect", path]);

    private static long Position(string frame) =>
        long.Parse(frame.Split("position=")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
}
