using Weir.Broker.Routing;
using Weir.Broker.Topics;
using Weir.Storage.Memory;

namespace Weir.Broker.Tests.Routing;

public sealed class BrokerExchangesTests
{
    [Fact]
    public async Task The_bindings_of_a_topic_live_and_go_with_it()
    {
        var engine = new MemoryEngine();
        var result = new RouteResult();
        await using (MessageBroker broker = await OpenAsync(engine))
        {
            foreach (string name in (string[])["kept", "gone"])
            {
                await broker.Topics.CreateAsync(
                    "/", name, TopicKind.Stream, 2, new Dictionary<string, string>(), false, default);
                ExchangeOutcome bound = await broker.Exchanges.BindAsync(
                    "/", "amq.topic", DestinationKind.Queue, name, "sensors.#"u8.ToArray(), Arguments.Empty, default);
                Assert.Equal(ExchangeError.None, bound.Error);
            }

            broker.Exchanges.RouterOf("/").Route("amq.topic"u8, "sensors.a"u8, default(NoHeaders), result);
            Assert.Equal(2, result.Count);
            Topic gone = broker.Topics.Find("/", "gone")!;
            Assert.Equal(TopicError.None, (await broker.Topics.DeleteAsync(gone, default)).Error);
            Assert.Single(await engine.Catalog.ListAsync("binding/", default));
            broker.Exchanges.RouterOf("/").Route("amq.topic"u8, "sensors.a"u8, default(NoHeaders), result);
            Assert.Equal("kept", Assert.Single(result.Targets.ToArray()).Name);
            await broker.StopAsync();
        }

        engine = engine.Crash();
        await using MessageBroker again = await OpenAsync(engine);
        again.Exchanges.RouterOf("/").Route("amq.topic"u8, "sensors.a"u8, default(NoHeaders), result);
        Assert.Same(again.Topics.Find("/", "kept"), Assert.Single(result.Targets.ToArray()));
        again.Exchanges.RouterOf("/").Route(""u8, "kept"u8, default(NoHeaders), result);
        Assert.Same(again.Topics.Find("/", "kept"), Assert.Single(result.Targets.ToArray()));
        again.Exchanges.RouterOf("/").Route(""u8, "gone"u8, default(NoHeaders), result);
        Assert.Equal(RouteStatus.Unroutable, result.Status);
        await again.StopAsync();
    }

    private static ValueTask<MessageBroker> OpenAsync(MemoryEngine engine) =>
        MessageBroker.OpenAsync(engine, new BrokerOptions(), TimeProvider.System, default);
}
