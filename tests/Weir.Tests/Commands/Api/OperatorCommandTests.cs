using System.Text.Json;
using Weir.Client;
using Weir.Hosting.Configuration;
using Weir.Testing;

namespace Weir.Tests.Commands.Api;

public sealed class OperatorCommandTests(RunningBroker broker) : IClassFixture<RunningBroker>
{
    [Theory]
    [InlineData("")]
    [InlineData(" --operator")]
    public async Task Policies_are_set_listed_and_deleted(string kind)
    {
        await broker.DoAsync($"policy set short --pattern ^tmp. --set message-ttl=1000 --priority 3{kind}");

        Assert.Equal(
            "/\tshort\t^tmp.\tall\t3\tmessage-ttl=1000\n", await broker.DoAsync($"policy list{kind}"));
        using JsonDocument json = JsonDocument.Parse(await broker.DoAsync($"policy list --json{kind}"));
        Assert.Equal(1000, json.RootElement[0].GetProperty("definition").GetProperty("message-ttl").GetInt64());
        Assert.Equal("name\tshort\ndeleted\ttrue\n", await broker.DoAsync($"policy delete short{kind}"));
        Assert.Equal("", await broker.DoAsync($"policy list{kind}"));
    }

    [Fact]
    public async Task An_operators_policy_sets_limits_only() => await broker.RefusesAsync(
        "policy set p --operator --pattern .* --set dead-letter-exchange=x",
        "an operator's policy sets limits only, not 'dead-letter-exchange'.");

    [Fact]
    public async Task A_namespace_is_made_listed_and_deleted_with_what_is_in_it()
    {
        await broker.DoAsync("namespace create shop");
        await broker.DoAsync("namespace create shop");
        await broker.DoAsync("queue create cart --namespace shop");

        Assert.Contains("shop\t1\t1\t0\t0\t", await broker.DoAsync("namespace list"), StringComparison.Ordinal);
        Assert.Equal("name\tshop\ndeleted\ttrue\n", await broker.DoAsync("namespace delete shop --yes"));
        Assert.DoesNotContain("shop", await broker.DoAsync("namespace list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_alarms_are_an_empty_list() => Assert.Equal("[]\n", await broker.DoAsync("alarm list --json"));

    [Fact]
    public async Task A_broker_that_is_not_there_is_named()
    {
        string nobody = $"127.0.0.1:{Ports.Next()}";
        await broker.RefusesAsync(
            $"alarm list --http {nobody}",
            $"cannot reach {nobody}: connection refused; start a broker with 'weir serve' or name one with --http.");
    }

    [Fact]
    public async Task Another_port_of_the_broker_is_no_HTTP_API()
    {
        CommandRun run = await broker.RunAsync($"alarm list --http {broker.AmqpAddress} --timeout 20");

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.StartsWith($"weir: cannot reach {broker.AmqpAddress}: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_is_listed_and_closed_and_a_drain_turns_new_ones_away_until_it_ends()
    {
        await using (KafkaConnection connection = await ConnectAsync())
        {
            string[] row = Assert.Single((await broker.DoAsync("connection list")).TrimEnd().Split('\n')).Split('\t');
            Assert.Equal("Kafka", row[1]);
            Assert.Equal($"id\t{row[0]}\nclosed\ttrue\n", await broker.DoAsync($"connection close {row[0]}"));
            await EmptyAsync();
            await broker.RefusesAsync(
                $"connection close {row[0]}", $"there is no connection {row[0]}, or no more.");
        }

        await using KafkaConnection before = await ConnectAsync();
        Assert.Equal("draining\ttrue\n", await broker.DoAsync("drain --reason maintenance"));
        await EmptyAsync();
        await Assert.ThrowsAsync<BrokerException>(ConnectAsync);

        Assert.Equal("draining\tfalse\n", await broker.DoAsync("drain --end"));
        await using KafkaConnection after = await ConnectAsync();
    }

    private async Task EmptyAsync()
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(20));
        while (await broker.DoAsync("connection list") != "") timeout.Token.ThrowIfCancellationRequested();
    }

    private Task<KafkaConnection> ConnectAsync()
    {
        Assert.True(Endpoint.TryParse(broker.Address, out Endpoint endpoint));
        return KafkaConnection.OpenAsync(endpoint, TimeSpan.FromSeconds(20), CancellationToken.None);
    }
}
