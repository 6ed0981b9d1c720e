using System.Text;
using Weir.Broker.Routing;

namespace Weir.Broker.Tests.Routing;

public sealed class RouteCacheTests
{
    private readonly RoutingHarness _x = new();
    private readonly RouteCache _cache;

    public RouteCacheTests() => _cache = new RouteCache(_x.Router);

    [Fact]
    public async Task A_remembered_route_follows_every_change()
    {
        await _x.DeclareAsync("e", ExchangeType.Topic, ("alternate-exchange", ArgumentValue.Of("amq.fanout")));
        Expect("Unroutable", "e", "a");
        await _x.BindAsync("amq.fanout", "other", "");
        Expect("other", "e", "a");
        await _x.BindAsync("e", "q", "#");
        Expect("q", "e", "a");
        await _x.UnbindAsync("e", "q", "#");
        Expect("other", "e", "a");
        await _x.Exchanges.DeleteAsync(RoutingHarness.Ns, "e", false, default);
        Expect("ExchangeUnknown", "e", "a");
    }

    [Fact]
    public async Task Queues_come_and_go_on_the_default_exchange()
    {
        Expect("Unroutable", "", "q");
        _x.Queues.Add("q");
        Expect("q", "", "q");
        var queue = _x.Queues["q"];
        _x.Queues.Remove("q");
        await _x.Exchanges.RemoveQueueAsync(queue, default);
        Expect("Unroutable", "", "q");
    }

    [Fact]
    public async Task Routes_by_headers_are_asked_for_each_time()
    {
        await _x.BindAsync("amq.headers", "one", "", ("h", ArgumentValue.Of(1)));
        await _x.BindAsync("amq.headers", "two", "", ("h", ArgumentValue.Of(2)));
        for (int i = 0; i < 6; i++)
        {
            var headers = new TestHeaders(Arguments.Of(("h", ArgumentValue.Of(1 + i % 2))));
            _cache.Route("amq.headers"u8, "k"u8, headers, _x.Result);
            Assert.Equal(i % 2 == 0 ? "one" : "two", _x.Answer());
        }
    }

    private void Expect(string answer, string exchange, string key)
    {
        // Twice to be remembered, then from memory.
        for (int i = 0; i < 4; i++)
        {
            _cache.Route(Encoding.UTF8.GetBytes(exchange), Encoding.UTF8.GetBytes(key), default(NoHeaders), _x.Result);
            Assert.Equal(answer, _x.Answer());
        }
    }
}
