using Weir.Broker.Routing;

namespace Weir.Broker.Tests.Routing;

public sealed class RoutingTests
{
    private static readonly (string, string)[] HashedBy = [("by-header", "id"), ("by-property", "@MessageId")];

    private readonly RoutingHarness _x = new();

    [Fact]
    public async Task A_direct_exchange_routes_by_the_whole_key()
    {
        await _x.BindAsync("amq.direct", "one", "k");
        await _x.BindAsync("amq.direct", "two", "k");
        await _x.BindAsync("amq.direct", "other", "k2");
        Assert.Equal("one two", _x.Route("amq.direct", "k"));
        Assert.Equal("Unroutable", _x.Route("amq.direct", "K"));
        Assert.Equal("ExchangeUnknown", _x.Route("nowhere", "k"));
    }

    [Fact]
    public async Task A_queue_bound_in_several_ways_gets_one_copy_until_the_last_binding_goes()
    {
        await _x.BindAsync("amq.fanout", "q", "a");
        await _x.BindAsync("amq.fanout", "q", "b");
        await _x.BindAsync("amq.fanout", "q", "b", ("n", ArgumentValue.Of(1)));
        Assert.Equal("q", _x.Route("amq.fanout", ""));
        await _x.UnbindAsync("amq.fanout", "q", "b");
        await _x.UnbindAsync("amq.fanout", "q", "a");
        Assert.Equal("q", _x.Route("amq.fanout", ""));
        await _x.UnbindAsync("amq.fanout", "q", "b", ("n", ArgumentValue.Of(1.0)));
        Assert.Equal("Unroutable", _x.Route("amq.fanout", ""));
    }

    [Fact]
    public void The_default_exchange_routes_to_the_queue_of_the_name()
    {
        _x.Queues.Add("grüße");
        Assert.Equal("grüße", _x.Route("", "grüße"));
        Assert.Equal("Unroutable", _x.Route("", "other"));
    }

    [Fact]
    public async Task Further_keys_add_destinations_once()
    {
        await _x.BindAsync("amq.direct", "one", "a");
        await _x.BindAsync("amq.direct", "both", "a");
        await _x.BindAsync("amq.direct", "both", "b");
        await _x.BindAsync("amq.direct", "two", "b");
        Assert.Equal("both one two", _x.RouteMany("amq.direct", "a", "b", "c"));
        Assert.Equal("one two", _x.RouteMany("", "nobody", "two", "one", "two"));
    }

    [Fact]
    public async Task Many_destinations_from_several_bindings_are_each_there_once()
    {
        for (int i = 0; i < 100; i++)
        {
            await _x.BindAsync("amq.topic", $"q{i:D3}", "a.#");
            await _x.BindAsync("amq.topic", $"q{i:D3}", "#.b");
        }

        string all = string.Join(' ', Enumerable.Range(0, 100).Select(i => $"q{i:D3}"));
        Assert.Equal(all, _x.Route("amq.topic", "a.b"));
        Assert.Equal(all, _x.Route("amq.topic", "a.c"));
    }

    [Fact]
    public async Task Loops_of_exchanges_end()
    {
        await _x.DeclareAsync("a", ExchangeType.Fanout);
        await _x.DeclareAsync("b", ExchangeType.Fanout);
        await _x.LinkAsync("a", "b", "");
        await _x.LinkAsync("b", "a", "");
        await _x.LinkAsync("a", "a", "");
        await _x.BindAsync("a", "q", "");
        await _x.BindAsync("b", "q", "");
        await _x.BindAsync("b", "p", "");
        Assert.Equal("p q", _x.Route("a", "k"));
        Assert.Equal("p q", _x.Route("b", "k"));
    }

    [Fact]
    public async Task Alternates_get_what_matches_no_binding_and_their_loops_end()
    {
        await _x.DeclareAsync("a", ExchangeType.Direct, ("alternate-exchange", ArgumentValue.Of("b")));
        Assert.Equal("Unroutable", _x.Route("a", "k"));
        await _x.DeclareAsync("b", ExchangeType.Direct, ("alternate-exchange", ArgumentValue.Of("c")));
        await _x.DeclareAsync("c", ExchangeType.Direct, ("alternate-exchange", ArgumentValue.Of("a")));
        await _x.BindAsync("a", "qa", "a");
        await _x.BindAsync("c", "qc", "c");
        Assert.Equal("qa", _x.Route("a", "a"));
        Assert.Equal("qc", _x.Route("a", "c"));
        Assert.Equal("Unroutable", _x.Route("a", "k"));
        // A binding to an exchange is a match, though nothing comes of it.
        await _x.DeclareAsync("empty", ExchangeType.Fanout);
        await _x.LinkAsync("a", "empty", "c");
        Assert.Equal("Unroutable", _x.Route("a", "c"));
    }

    [Fact]
    public async Task Internal_exchanges_are_for_other_exchanges()
    {
        await _x.Exchanges.DeclareAsync(
            new ExchangeDefinition(RoutingHarness.Ns, "in", ExchangeType.Fanout) { IsInternal = true }, default);
        await _x.BindAsync("in", "q", "");
        await _x.LinkAsync("amq.fanout", "in", "");
        Assert.Equal("ExchangeInternal", _x.Route("in", ""));
        Assert.Equal("q", _x.Route("amq.fanout", ""));
    }

    [Theory]
    [InlineData("all", "a=1 b=2", "a=1 b=2 c=3", true)]
    [InlineData("all", "a=1 b=2", "a=1", false)]
    [InlineData("all", "a=1", "a=2", false)]
    [InlineData("all", "a", "a=2", true)]
    [InlineData("all", "a", "b=2", false)]
    [InlineData("all", "", "b=2", true)]
    [InlineData("any", "", "b=2", false)]
    [InlineData("any", "a=1 b=2", "b=2", true)]
    [InlineData("any", "a=1 b=2", "a=2 b=1", false)]
    [InlineData("all", "a=1 x-b=2", "a=1", true)]
    [InlineData("all-with-x", "a=1 x-b=2", "a=1", false)]
    [InlineData("all-with-x", "a=1 x-b=2", "a=1 x-b=2", true)]
    [InlineData("any", "x-b=2", "x-b=2", false)]
    [InlineData("any-with-x", "x-b=2", "x-b=2", true)]
    public async Task Headers_match_as_in_rabbitmq(string mode, string wanted, string given, bool matches)
    {
        await _x.BindAsync("amq.match", "q", "", [("x-match", ArgumentValue.Of(mode)), .. Parse(wanted)]);
        Assert.Equal(matches ? "q" : "Unroutable", _x.Route("amq.match", "", [.. Parse(given)]));
        Assert.False(_x.Result.IsCacheable);
    }

    [Fact]
    public async Task Header_values_match_by_value()
    {
        await _x.BindAsync("amq.headers", "number", "", ("n", ArgumentValue.Of(1)));
        await _x.BindAsync("amq.headers", "text", "", ("n", ArgumentValue.Of("1")));
        Assert.Equal("number", _x.Route("amq.headers", "", ("n", ArgumentValue.Of(1.0))));
        Assert.Equal("text", _x.Route("amq.headers", "", ("n", ArgumentValue.OfBytes("1"u8))));
        Assert.Equal("Unroutable", _x.Route("amq.headers", "", ("n", ArgumentValue.Of(true))));
    }

    [Fact]
    public async Task A_delayed_exchange_routes_as_the_type_behind_it_and_tells_the_delay()
    {
        await _x.DeclareAsync("later", ExchangeType.Delayed, ("x-delayed-type", ArgumentValue.Of("topic")));
        await _x.BindAsync("later", "q", "a.*");
        await _x.BindAsync("later", "both", "#");
        await _x.BindAsync("amq.fanout", "both", "");
        await _x.LinkAsync("amq.fanout", "later", "");
        Assert.Equal("both q", _x.Route("later", "a.b", ("x-delay", ArgumentValue.Of(1500))));
        Assert.Equal((1500, 0, 2), (_x.Result.DelayMs, _x.Result.Immediate.Length, _x.Result.Delayed.Length));
        // Reached both ways: at once.
        Assert.Equal("both q", _x.Route("amq.fanout", "a.b", ("x-delay", ArgumentValue.Of("20"))));
        Assert.Equal("both", Assert.Single(_x.Result.Immediate.ToArray()).Name);
        Assert.Equal("q", Assert.Single(_x.Result.Delayed.ToArray()).Name);
        Assert.Equal(20, _x.Result.DelayMs);
        foreach (
            ArgumentValue none in (ArgumentValue[])[ArgumentValue.Of(0), ArgumentValue.Of(-5), ArgumentValue.Of("x")])
        {
            Assert.Equal("both q", _x.Route("later", "a.b", ("x-delay", none)));
            Assert.Equal((0, 2, 0), (_x.Result.DelayMs, _x.Result.Immediate.Length, _x.Result.Delayed.Length));
        }

        Assert.False(_x.Result.IsCacheable);
    }

    [Fact]
    public async Task Consistent_hash_spreads_keys_by_weight_and_moves_few_when_bindings_change()
    {
        await _x.DeclareAsync("hash", ExchangeType.ConsistentHash);
        await _x.BindAsync("hash", "one", "1");
        await _x.BindAsync("hash", "two", "2");
        await _x.BindAsync("hash", "three", "1");
        string[] before = [.. Enumerable.Range(0, 8000).Select(i => _x.Route("hash", $"key-{i}"))];
        Assert.InRange(before.Count(q => q == "one"), 1800, 2200);
        Assert.InRange(before.Count(q => q == "two"), 3750, 4250);
        Assert.InRange(before.Count(q => q == "three"), 1800, 2200);
        await _x.UnbindAsync("hash", "three", "1");
        for (int i = 0; i < before.Length; i++)
        {
            string after = _x.Route("hash", $"key-{i}");
            if (before[i] != "three") Assert.Equal(before[i], after);
        }
    }

    [Fact]
    public async Task Consistent_hash_choices_outlive_versions()
    {
        await _x.DeclareAsync("hash", ExchangeType.ConsistentHash);
        for (int i = 0; i < 8; i++) await _x.BindAsync("hash", $"{i}", "1");
        string choices = string.Join("", Enumerable.Range(0, 24).Select(i => _x.Route("hash", $"key-{i}")));
        Assert.Equal("322311253104561234546206", choices);
    }

    [Fact]
    public async Task Consistent_hash_can_go_by_a_header_or_property()
    {
        await _x.DeclareAsync("by-header", ExchangeType.ConsistentHash, ("hash-header", ArgumentValue.Of("id")));
        await _x.DeclareAsync(
            "by-property", ExchangeType.ConsistentHash, ("hash-property", ArgumentValue.Of("message_id")));
        foreach ((string exchange, string name) in HashedBy)
        {
            for (int i = 0; i < 8; i++) await _x.BindAsync(exchange, $"q{i}", "1");
            var seen = new HashSet<string>();
            for (int i = 0; i < 100; i++)
            {
                string first = _x.Route(exchange, "one key", (name, ArgumentValue.Of($"v{i}")));
                Assert.Equal(first, _x.Route(exchange, "another key", (name, ArgumentValue.Of($"v{i}"))));
                seen.Add(first);
            }

            Assert.Equal(8, seen.Count);
            Assert.Equal(_x.Route(exchange, "a"), _x.Route(exchange, "b"));
        }
    }

    private static IEnumerable<(string, ArgumentValue)> Parse(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('='))
            .Select(p => (p[0], p.Length == 1 ? ArgumentValue.Null : ArgumentValue.Of(p[1])));
}
