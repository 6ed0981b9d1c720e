using Weir.Broker.Routing;

namespace Weir.Broker.Tests.Routing;

public sealed class RegistryTests
{
    private RoutingHarness _x = new();

    [Fact]
    public void Every_namespace_has_the_predeclared_exchanges() => Assert.Equal(
        ["", "amq.direct", "amq.fanout", "amq.headers", "amq.match", "amq.topic"],
        _x.Exchanges.List("any").Select(e => e.Name).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Declaring_again_is_fine_if_nothing_differs()
    {
        await _x.DeclareAsync("e", ExchangeType.Direct, ("alternate-exchange", ArgumentValue.Of("a")));
        ExchangeOutcome same = await _x.DeclareAsync(
            "e", ExchangeType.Direct, ("other", ArgumentValue.Of(1)), ("alternate-exchange", ArgumentValue.Of("a")));
        Assert.Equal(ExchangeError.None, same.Error);
        Assert.Same(_x.Exchanges.Find(RoutingHarness.Ns, "e"), same.Exchange);

        ExchangeOutcome type = await _x.DeclareAsync("e", ExchangeType.Fanout);
        Assert.Equal((ExchangeError.Inequivalent, "type"), (type.Error, type.Argument));
        Assert.Equal("fanout direct", $"{type.Received} {type.Current}");
        ExchangeOutcome alternate = await _x.DeclareAsync("e", ExchangeType.Direct);
        Assert.Equal(
            (ExchangeError.Inequivalent, "alternate-exchange", null, "a"),
            (alternate.Error, alternate.Argument, alternate.Received?.ToString(), alternate.Current?.ToString()));
        var transient =
            new ExchangeDefinition(RoutingHarness.Ns, "amq.topic", ExchangeType.Topic) { IsDurable = false };
        Assert.Equal("durable", (await _x.Exchanges.DeclareAsync(transient, default)).Argument);
    }

    [Fact]
    public async Task What_may_not_be_is_refused()
    {
        Assert.Equal(ExchangeError.DefaultExchange, (await _x.DeclareAsync("", ExchangeType.Direct)).Error);
        Assert.Equal(ExchangeError.Reserved, (await _x.DeclareAsync("amq.mine", ExchangeType.Direct)).Error);
        Assert.Equal(ExchangeError.None, (await _x.DeclareAsync("amq.direct", ExchangeType.Direct)).Error);
        Assert.Equal(ExchangeError.InvalidName,
            (await _x.DeclareAsync(new string('x', 256), ExchangeType.Direct)).Error);
        Assert.Equal(ExchangeError.TypeUnknown, (await _x.DeclareAsync("d", ExchangeType.Delayed)).Error);
        ExchangeOutcome nested = await _x.DeclareAsync(
            "d", ExchangeType.Delayed, ("x-delayed-type", ArgumentValue.Of("x-delayed-message")));
        Assert.Equal(ExchangeError.TypeUnknown, nested.Error);
        ExchangeOutcome alternate = await _x.DeclareAsync(
            "d", ExchangeType.Direct, ("alternate-exchange", ArgumentValue.Of(1)));
        Assert.Equal(ExchangeError.InvalidArgument, alternate.Error);
        ExchangeOutcome hash = await _x.DeclareAsync(
            "d", ExchangeType.ConsistentHash, ("hash-property", ArgumentValue.Of("app_id")));
        Assert.Equal(ExchangeError.InvalidArgument, hash.Error);
        Assert.Null(_x.Exchanges.Find(RoutingHarness.Ns, "d"));
        Assert.Equal(
            ExchangeError.Reserved,
                (await _x.Exchanges.DeleteAsync(RoutingHarness.Ns, "amq.topic", false, default)).Error);
        Assert.Equal(
            ExchangeError.ExchangeNotFound,
                (await _x.Exchanges.DeleteAsync(RoutingHarness.Ns, "no", false, default)).Error);
    }

    [Fact]
    public async Task Bindings_that_cannot_be_are_refused()
    {
        _x.Queues.Add("q");
        await _x.DeclareAsync("hash", ExchangeType.ConsistentHash);
        Assert.Equal(ExchangeError.DefaultExchange, (await _x.TryBindAsync("", DestinationKind.Queue, "q", "")).Error);
        Assert.Equal(ExchangeError.ExchangeNotFound,
            (await _x.TryBindAsync("no", DestinationKind.Queue, "q", "")).Error);
        ExchangeOutcome queue = await _x.TryBindAsync("amq.topic", DestinationKind.Queue, "no", "");
        Assert.Equal((ExchangeError.QueueNotFound, "no"), (queue.Error, queue.Subject));
        ExchangeOutcome exchange = await _x.TryBindAsync("amq.topic", DestinationKind.Exchange, "no", "");
        Assert.Equal((ExchangeError.ExchangeNotFound, "no"), (exchange.Error, exchange.Subject));
        foreach (string weight in (string[])["", "0", "-1", "x", "1.5"])
        {
            ExchangeOutcome outcome = await _x.TryBindAsync("hash", DestinationKind.Queue, "q", weight);
            Assert.Equal(ExchangeError.InvalidBinding, outcome.Error);
        }

        ExchangeOutcome match = await _x.TryBindAsync(
            "amq.match", DestinationKind.Queue, "q", "", ("x-match", ArgumentValue.Of("some")));
        Assert.Equal(ExchangeError.InvalidBinding, match.Error);
    }

    [Fact]
    public async Task Durable_exchanges_and_their_bindings_to_durable_queues_outlive_a_restart()
    {
        await _x.DeclareAsync("a/b", ExchangeType.Topic);
        await _x.Exchanges.DeclareAsync(
            new ExchangeDefinition(RoutingHarness.Ns, "short", ExchangeType.Fanout) { IsDurable = false }, default);
        await _x.BindAsync("a/b", "q", "x.#");
        await _x.BindAsync("a/b", "transient", "x.#");
        await _x.BindAsync("amq.direct", "q", "k", ("n", ArgumentValue.Of(1)));
        await _x.BindAsync("short", "q", "");
        await _x.LinkAsync("amq.fanout", "a/b", "");
        await _x.LinkAsync("amq.fanout", "short", "");
        Assert.Equal("q transient", _x.Route("a/b", "x.y"));

        _x = await _x.RestartAsync();
        Assert.Equal("q", _x.Route("a/b", "x.y"));
        Assert.Equal("q", _x.Route("amq.direct", "k"));
        Assert.Equal("q", _x.Route("amq.fanout", "x"));
        Assert.Equal("ExchangeUnknown", _x.Route("short", ""));
        await _x.UnbindAsync("amq.direct", "q", "k", ("n", ArgumentValue.Of(1)));
        _x = await _x.RestartAsync();
        Assert.Equal("Unroutable", _x.Route("amq.direct", "k"));
    }

    [Fact]
    public async Task A_deleted_exchange_takes_its_bindings_along()
    {
        await _x.DeclareAsync("e", ExchangeType.Fanout);
        await _x.BindAsync("e", "q", "");
        await _x.LinkAsync("amq.fanout", "e", "");
        Assert.Equal(ExchangeError.InUse,
            (await _x.Exchanges.DeleteAsync(RoutingHarness.Ns, "e", true, default)).Error);
        Assert.Equal("q", _x.Route("amq.fanout", ""));
        Assert.Equal(ExchangeError.None,
            (await _x.Exchanges.DeleteAsync(RoutingHarness.Ns, "e", false, default)).Error);
        Assert.Equal("ExchangeUnknown", _x.Route("e", ""));
        Assert.Equal("Unroutable", _x.Route("amq.fanout", ""));
        Assert.Empty(_x.Exchanges.BindingsTo(_x.Queues["q"]));
        Assert.Empty(await _x.StoredAsync("exchange/"));
        Assert.Empty(await _x.StoredAsync("binding/"));
        await _x.DeclareAsync("e", ExchangeType.Fanout);
        Assert.Equal("Unroutable", _x.Route("e", ""));
    }

    [Fact]
    public async Task Auto_delete_exchanges_go_with_their_last_binding_one_after_the_other()
    {
        foreach (string name in (string[])["a", "b"])
        {
            await _x.Exchanges.DeclareAsync(
                new ExchangeDefinition(RoutingHarness.Ns, name, ExchangeType.Fanout) { IsAutoDelete = true }, default);
        }

        await _x.LinkAsync("a", "b", "");
        await _x.BindAsync("b", "q", "");
        await _x.BindAsync("b", "p", "");
        Assert.True(await _x.Exchanges.RemoveQueueAsync(_x.Queues["q"], default));
        Assert.Equal("p", _x.Route("a", ""));
        await _x.UnbindAsync("b", "p", "");
        Assert.Equal("ExchangeUnknown", _x.Route("b", ""));
        Assert.Equal("ExchangeUnknown", _x.Route("a", ""));
        Assert.Empty(await _x.StoredAsync("exchange/"));
        Assert.Empty(await _x.StoredAsync("binding/"));
    }

    [Fact]
    public async Task Bindings_of_a_queue_that_is_gone_are_dropped_at_the_start()
    {
        await _x.BindAsync("amq.fanout", "gone", "");
        await _x.BindAsync("amq.fanout", "again", "");
        _x.Queues.Remove("gone");
        _x.Queues.Remove("again");
        _x.Queues.Add("again");
        _x = await _x.RestartAsync();
        Assert.Equal("Unroutable", _x.Route("amq.fanout", ""));
        Assert.Empty(await _x.StoredAsync("binding/"));
    }
}
