using System.Diagnostics;
using System.Text;
using Weir.Broker.Routing;
using Xunit.Abstractions;

namespace Weir.Broker.Tests.Routing;

/// <summary>Ten thousand bindings: right answers, nothing allocated; times are printed.</summary>
public sealed class RoutingScaleTests(ITestOutputHelper output)
{
    private const int Bindings = 10_000;

    private readonly RoutingHarness _x = new();

    [Fact]
    public async Task Direct() => await MeasureAsync("amq.direct", i => $"key.{i}", i => $"key.{i}");

    [Fact]
    public async Task Topic_words() =>
        await MeasureAsync("amq.topic", i => $"site.{i % 100}.{i}", i => $"site.{i % 100}.{i}");

    [Fact]
    public async Task Topic_patterns() => await MeasureAsync(
        "amq.topic",
        i => (i % 3) switch { 0 => $"site.{i}.#", 1 => $"*.{i}.temperature", _ => $"site.*.{i}" },
        i => (i % 3) switch { 0 => $"site.{i}.a.b", 1 => $"site.{i}.temperature", _ => $"site.x.{i}" });

    [Fact]
    public async Task A_fanout_of_ten_thousand_allocates_nothing()
    {
        for (int i = 0; i < Bindings; i++) await _x.BindAsync("amq.fanout", $"q{i}", "");
        byte[] exchange = "amq.fanout"u8.ToArray();
        _x.Router.Route(exchange, [], default(NoHeaders), _x.Result);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _x.Router.Route(exchange, [], default(NoHeaders), _x.Result);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(Bindings, _x.Result.Count);
    }

    private async Task MeasureAsync(string exchange, Func<int, string> pattern, Func<int, string> key)
    {
        for (int i = 0; i < Bindings; i++) _x.Queues.Add($"q{i}");
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Bindings; i++) await _x.BindAsync(exchange, $"q{i}", pattern(i));
        TimeSpan adding = Stopwatch.GetElapsedTime(start);

        byte[] name = Encoding.UTF8.GetBytes(exchange);
        byte[][] keys = [.. Enumerable.Range(0, Bindings).Select(i => Encoding.UTF8.GetBytes(key(i)))];
        for (int i = 0; i < Bindings; i++)
        {
            _x.Router.Route(name, keys[i], default(NoHeaders), _x.Result);
            Assert.Equal($"q{i}", _x.Answer());
        }

        var cache = new RouteCache(_x.Router);
        double routedNs = Time(i => _x.Router.Route(name, keys[i], default(NoHeaders), _x.Result));
        double cachedNs = Time(i => cache.Route(name, keys[i % 50], default(NoHeaders), _x.Result));
        double uncachedNs = Time(i => cache.Route(name, keys[i], default(NoHeaders), _x.Result));
        output.WriteLine(
            $"{exchange}: {Bindings} bindings added in {adding.TotalMilliseconds:F0} ms; {routedNs:F0} ns a route,"
            + $" {cachedNs:F0} ns with a cache that knows it, {uncachedNs:F0} ns with one that does not");
    }

    private static double Time(Action<int> route)
    {
        for (int i = 0; i < 3 * Bindings; i++) route(i % Bindings);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 20 * Bindings; i++) route(i % Bindings);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        // Not 0: a few KB were counted once in a while. An object a route would be over twenty times this limit.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 20 * Bindings);
        return elapsed.TotalNanoseconds / (20 * Bindings);
    }
}
