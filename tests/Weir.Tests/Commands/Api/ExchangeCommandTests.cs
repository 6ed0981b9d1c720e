namespace Weir.Tests.Commands.Api;

public sealed class ExchangeCommandTests(RunningBroker broker) : IClassFixture<RunningBroker>
{
    [Fact]
    public async Task What_is_bound_gets_messages_until_it_is_unbound()
    {
        Assert.Equal(
            "namespace\t/\nname\tevents\ntype\ttopic\n", await broker.DoAsync("exchange create events --type topic"));
        await broker.DoAsync("queue create audit");
        Assert.StartsWith(
            "source\tevents\nqueue\taudit\nrouting key\torder.#\n",
            await broker.DoAsync("exchange bind events audit --key order.#"), StringComparison.Ordinal);
        Assert.Equal("events\tqueue\taudit\torder.#\t\n", await broker.DoAsync("exchange describe events"));
        Assert.Contains("/\tevents\ttopic\t1\ttrue\t\t\n", await broker.DoAsync("exchange list --filter events"));

        Assert.Equal(
            "routed\ttrue\ndestinations\taudit\n",
            await broker.DoAsync("message publish --exchange events --key order.made --value x"));
        await broker.RefusesAsync(
            "exchange unbind events audit --key order.*",
            "exchange 'events' has no such binding to queue 'audit'; 'weir exchange describe' shows those it has.");
        Assert.Equal(
            "source\tevents\nqueue\taudit\nrouting key\torder.#\ndeleted\ttrue\n",
            await broker.DoAsync("exchange unbind events audit --key order.#"));
        await broker.RefusesAsync(
            "message publish --exchange events --key order.made --value x",
            "exchange 'events' has nowhere to route key 'order.made' to; the message is lost.");
    }

    [Fact]
    public async Task Bindings_of_the_same_key_are_told_apart_by_their_arguments()
    {
        await broker.DoAsync("exchange create by-header --type headers");
        await broker.DoAsync("exchange create sink --type fanout");
        await broker.DoAsync("exchange bind by-header sink --exchange --argument x-match=all --argument size=1");
        await broker.DoAsync("exchange bind by-header sink --exchange --argument x-match=all --argument size=2");

        await broker.DoAsync("exchange unbind by-header sink --exchange --argument x-match=all --argument size=1");

        Assert.Equal(
            "by-header\texchange\tsink\t\tx-match=all,size=2\n", await broker.DoAsync("exchange describe by-header"));
    }

    [Fact]
    public async Task An_exchange_in_use_is_deleted_only_when_that_is_meant()
    {
        await broker.DoAsync("exchange create busy --type fanout");
        await broker.DoAsync("queue create idle");
        await broker.DoAsync("exchange bind busy idle");

        CommandRun refused = await broker.RunAsync("exchange delete busy --if-unused");
        Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
        Assert.Equal("name\tbusy\ndeleted\ttrue\n", await broker.DoAsync("exchange delete busy"));
        Assert.Equal("", await broker.DoAsync("exchange list --filter busy"));
    }
}
