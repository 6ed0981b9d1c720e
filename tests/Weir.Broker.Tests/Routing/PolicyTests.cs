using Weir.Broker.Routing;

namespace Weir.Broker.Tests.Routing;

public sealed class PolicyTests
{
    private RoutingHarness _x = new();

    [Fact]
    public async Task The_matching_policy_of_highest_priority_applies()
    {
        await SetAsync("low", "^orders", 1, ("max-length", ArgumentValue.Of(1)));
        await SetAsync("high", "^orders\\.new$", 5, ("max-length", ArgumentValue.Of(2)));
        await SetAsync("also-high", "^orders\\.new$", 5, ("max-length", ArgumentValue.Of(3)));
        await SetAsync("exchanges", ".*", 9, PolicyTarget.Exchanges, ("alternate-exchange", ArgumentValue.Of("a")));
        _x = await _x.RestartAsync();
        Assert.Equal("also-high", Match("orders.new"));
        Assert.Equal("low", Match("orders.old"));
        Assert.Null(Match("new orders"));
        Assert.Null(_x.Policies.Match("other", "orders.new", PolicyTarget.Queues));
        long version = _x.Policies.Version;
        Assert.Equal(
            PolicyError.None, (await _x.Policies.RemoveAsync(RoutingHarness.Ns, "also-high", default)).Error);
        Assert.True(_x.Policies.Version > version);
        Assert.Equal("high", Match("orders.new"));
        Assert.Equal(
            PolicyError.NotFound, (await _x.Policies.RemoveAsync(RoutingHarness.Ns, "also-high", default)).Error);
    }

    [Fact]
    public async Task Limits_meet_at_the_lower_and_other_declared_arguments_win()
    {
        await SetAsync(
            "p",
            "q",
            0,
            ("max-length", ArgumentValue.Of(10)),
            ("message-ttl", ArgumentValue.Of(1000)),
            ("expires", ArgumentValue.Of(7)),
            ("max-age", ArgumentValue.Of("1D")),
            ("overflow", ArgumentValue.Of("reject-publish")),
            ("dead-letter-exchange", ArgumentValue.Of("by policy")));
        Arguments effective = _x.Policies.EffectiveQueueArguments(RoutingHarness.Ns, "q", Arguments.Of(
            ("x-max-length", ArgumentValue.Of(100)),
            ("x-message-ttl", ArgumentValue.Of(5)),
            ("x-max-age", ArgumentValue.Of("2h")),
            ("x-dead-letter-exchange", ArgumentValue.Of("declared")),
            ("x-max-priority", ArgumentValue.Of(9))));
        Assert.Equal(
            Arguments.Of(
                ("x-max-length", ArgumentValue.Of(10)),
                ("x-message-ttl", ArgumentValue.Of(5)),
                ("x-expires", ArgumentValue.Of(7)),
                ("x-max-age", ArgumentValue.Of("2h")),
                ("x-overflow", ArgumentValue.Of("reject-publish")),
                ("x-dead-letter-exchange", ArgumentValue.Of("declared")),
                ("x-max-priority", ArgumentValue.Of(9))).ToHashSet(),
            effective.ToHashSet());
    }

    [Theory]
    [InlineData(5, 3, 3)]
    [InlineData(3, 5, 3)]
    [InlineData(-1, 5, 5)]
    [InlineData(5, -1, 5)]
    public async Task A_delivery_limit_below_zero_gives_way(int policy, int declared, int effective)
    {
        await SetAsync("p", "q", 0, ("delivery-limit", ArgumentValue.Of(policy)));
        Arguments arguments = Arguments.Of(("x-delivery-limit", ArgumentValue.Of(declared)));
        Assert.Equal(
            ArgumentValue.Of(effective),
            _x.Policies.EffectiveQueueArguments(RoutingHarness.Ns, "q", arguments).Get("x-delivery-limit"));
    }

    [Fact]
    public async Task An_alternate_exchange_can_come_from_a_policy_and_go()
    {
        await _x.DeclareAsync("e", ExchangeType.Direct);
        await _x.BindAsync("amq.fanout", "q", "");
        await SetAsync("p", "^e$", 0, PolicyTarget.All, ("alternate-exchange", ArgumentValue.Of("amq.fanout")));
        Assert.Equal("q", _x.Route("e", "k"));
        _x = await _x.RestartAsync();
        Assert.Equal("q", _x.Route("e", "k"));
        await _x.Policies.RemoveAsync(RoutingHarness.Ns, "p", default);
        Assert.Equal("Unroutable", _x.Route("e", "k"));
    }

    [Theory]
    [InlineData("(", PolicyError.InvalidPattern)]
    [InlineData("(?=a)a", PolicyError.InvalidPattern)]
    [InlineData("(a)\\1", PolicyError.InvalidPattern)]
    public async Task Patterns_that_are_none_or_take_unbounded_time_are_refused(string pattern, PolicyError error)
    {
        PolicyOutcome outcome = await _x.Policies.SetAsync(
            Of("p", pattern, 0, PolicyTarget.All, ("expires", ArgumentValue.Of(1))), default);
        Assert.Equal(error, outcome.Error);
        Assert.Empty(_x.Policies.List(RoutingHarness.Ns));
    }

    [Theory]
    [InlineData(1025, 1, "a pattern has 1025 characters, at most 1024 are allowed")]
    [InlineData(129, 129, "a pattern has 129 different characters, at most 128 are allowed")]
    public async Task Patterns_that_take_a_lot_to_compile_are_refused(int length, int different, string reason)
    {
        string pattern = new([.. Enumerable.Range(0, length).Select(i => (char)(0x4e00 + (i % different)))]);
        PolicyOutcome outcome = await _x.Policies.SetAsync(
            Of("p", pattern, 0, PolicyTarget.All, ("expires", ArgumentValue.Of(1))), default);
        Assert.Equal(PolicyError.InvalidPattern, outcome.Error);
        Assert.Equal(reason, outcome.Reason);
        Assert.Empty(_x.Policies.List(RoutingHarness.Ns));
    }

    [Fact]
    public async Task Definitions_are_checked()
    {
        (string, ArgumentValue)[][] definitions =
        [
            [],
            [("queue-type", ArgumentValue.Of("stream"))],
            [("max-length", ArgumentValue.Of("5"))],
            [("max-length", ArgumentValue.Of(-5))],
            [("max-age", ArgumentValue.Of("5"))],
            [("overflow", ArgumentValue.Of(5))],
            [("overflow", ArgumentValue.Of("spill"))],
            [("expires", ArgumentValue.Of(0))],
        ];
        foreach ((string, ArgumentValue)[] definition in definitions)
        {
            PolicyOutcome outcome = await _x.Policies.SetAsync(Of("p", "", 0, PolicyTarget.All, definition), default);
            Assert.Equal(PolicyError.InvalidDefinition, outcome.Error);
        }
    }

    private static Policy Of(
        string name, string pattern, int priority, PolicyTarget target, params (string, ArgumentValue)[] definition) =>
        new(RoutingHarness.Ns, name, pattern, target, priority, Arguments.Of(definition));

    private string? Match(string queue) =>
        _x.Policies.Match(RoutingHarness.Ns, queue, PolicyTarget.Queues)?.Name;

    private Task SetAsync(string name, string pattern, int priority, params (string, ArgumentValue)[] definition) =>
        SetAsync(name, pattern, priority, PolicyTarget.Queues, definition);

    private async Task SetAsync(
        string name, string pattern, int priority, PolicyTarget target, params (string, ArgumentValue)[] definition)
    {
        PolicyOutcome outcome = await _x.Policies.SetAsync(Of(name, pattern, priority, target, definition), default);
        Assert.Equal((PolicyError.None, null), (outcome.Error, outcome.Reason));
    }
}
