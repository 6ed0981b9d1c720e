using System.Text.Json;

namespace Weir.Tests.Commands.Api;

public sealed class QueueCommandTests(RunningBroker broker) : IClassFixture<RunningBroker>
{
    [Fact]
    public async Task A_queue_is_created_listed_described_and_deleted()
    {
        Assert.Equal(
            "namespace\t/\nname\torders\n",
            await broker.DoAsync("queue create orders --argument x-message-ttl=60000 --argument x-expires=7000000"));
        await broker.DoAsync("message publish --exchange amq.default --key orders --value first");

        string row = Assert.Single((await broker.DoAsync("queue list --filter orders")).TrimEnd().Split('\n'));
        Assert.StartsWith("/\torders\tqueue\t1\t0\t0\t", row, StringComparison.Ordinal);
        string[] described = (await broker.DoAsync("queue describe orders")).Split('\n');
        Assert.Contains("ready\t1", described);
        Assert.Contains("arguments\tx-message-ttl=60000,x-expires=7000000", described);
        using JsonDocument json = JsonDocument.Parse(await broker.DoAsync("queue describe orders --json"));
        Assert.Equal(60000, json.RootElement.GetProperty("limits").GetProperty("messageTtlMs").GetInt64());

        await broker.RefusesAsync(
            "queue delete orders --if-empty --yes", "queue 'orders' holds 1 messages.");
        Assert.Equal("name\torders\ndeleted\ttrue\n", await broker.DoAsync("queue delete orders --yes"));
        await broker.RefusesAsync("queue describe orders", "there is no queue 'orders' in namespace '/'.");
    }

    [Fact]
    public async Task A_queue_of_other_arguments_is_refused()
    {
        await broker.DoAsync("queue create fixed");
        CommandRun run = await broker.RunAsync("queue create fixed --argument x-max-length=5");

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains("fixed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Purging_empties_a_queue_and_asks_before()
    {
        await broker.DoAsync("queue create full");
        for (int i = 0; i < 3; i++)
            await broker.DoAsync($"message publish --exchange amq.default --key full --value {i}");

        CommandRun refused = await broker.RunAsync("queue purge full");
        Assert.Equal(
            (2, "weir: purging queue 'full' cannot be undone; say --yes to do it without being asked."),
            (refused.ExitCode, refused.Error.TrimEnd()));
        CommandRun declined = await broker.RunAsync(
            ["queue", "purge", "full"], "n\n",
            context => context with { InputIsTerminal = true, ErrorIsTerminal = true });
        Assert.Equal(1, declined.ExitCode);
        Assert.Equal(
            "Delete all messages of queue 'full' that are ready? [y/N] Nothing was deleted.", declined.Error.TrimEnd());

        Assert.Equal("name\tfull\npurged\t3\n", await broker.DoAsync("queue purge full --yes"));
    }

    [Fact]
    public async Task A_paused_queue_says_so_until_it_is_resumed()
    {
        await broker.DoAsync("queue create held");

        Assert.Equal("name\theld\npaused\ttrue\n", await broker.DoAsync("queue pause held"));
        Assert.Contains("is paused\ttrue\n", await broker.DoAsync("queue describe held"));
        Assert.Equal("name\theld\npaused\tfalse\n", await broker.DoAsync("queue resume held"));
        Assert.Contains("is paused\tfalse\n", await broker.DoAsync("queue describe held"));
    }

    [Fact]
    public async Task Dead_letters_go_where_they_are_redriven_to()
    {
        await broker.DoAsync("queue create dead");
        await broker.DoAsync("queue create mended");
        foreach (string value in new[] { "apple", "pear", "peach" })
            await broker.DoAsync($"message publish --exchange amq.default --key dead --value {value}");

        Assert.Equal(
            "name\tdead\nmoved\t1\nskipped\t0\n",
            await broker.DoAsync("queue redrive dead --target mended --contains pear"));
        Assert.Equal(
            "name\tdead\nmoved\t1\nskipped\t0\n", await broker.DoAsync("queue redrive dead --target mended --max 1"));

        string[] moved = (await broker.DoAsync("message list mended")).TrimEnd().Split('\n');
        Assert.Equal(["pear", "apple"], moved.Select(line => line.Split('\t')[^1]));
    }

    [Fact]
    public async Task A_list_longer_than_a_page_is_whole()
    {
        await broker.DoAsync("namespace create many");
        List<Task<string>> creating = [];
        for (int i = 0; i < 1005; i++) creating.Add(broker.DoAsync($"queue create q{i} --namespace many --transient"));
        await Task.WhenAll(creating);

        Assert.Equal(1005, (await broker.DoAsync("queue list --namespace many")).Split('\n').Length - 1);
        using JsonDocument json = JsonDocument.Parse(await broker.DoAsync("queue list --namespace many --json"));
        Assert.Equal(1005, json.RootElement.GetArrayLength());
    }
}
