using System.Text;
using Weir.Broker.Routing;
using Weir.Storage;
using Weir.Storage.Memory;

namespace Weir.Broker.Tests.Routing;

/// <summary>Exchanges over a catalog in memory and queues by name.</summary>
internal sealed class RoutingHarness
{
    public const string Ns = "/";

    private readonly ICatalog _catalog;

    public RoutingHarness()
        : this(new MemoryEngine().Catalog, new NamedQueues())
    {
    }

    private RoutingHarness(ICatalog catalog, NamedQueues queues)
    {
        _catalog = catalog;
        Queues = queues;
        Policies = new PolicyTable(catalog);
        Exchanges = new ExchangeRegistry(catalog, queues, Policies);
    }

    public NamedQueues Queues { get; }

    public PolicyTable Policies { get; }

    public ExchangeRegistry Exchanges { get; }

    public RouteResult Result { get; } = new();

    public Router Router => Exchanges.RouterOf(Ns);

    public async Task<RoutingHarness> RestartAsync()
    {
        var after = new RoutingHarness(_catalog, Queues);
        await after.Policies.LoadAsync(default);
        await after.Exchanges.LoadAsync(default);
        return after;
    }

    public async Task<IReadOnlyList<string>> StoredAsync(string prefix) =>
        [.. (await _catalog.ListAsync(prefix, default)).Select(e => e.Key)];

    public ValueTask<ExchangeOutcome> DeclareAsync(
        string name, ExchangeType type, params (string, ArgumentValue)[] arguments) =>
        Exchanges.DeclareAsync(new ExchangeDefinition(Ns, name, type) { Arguments = Arguments.Of(arguments) }, default);

    /// <summary>Binds to the queue of this name, made if need be.</summary>
    public async Task BindAsync(string source, string queue, string key, params (string, ArgumentValue)[] arguments)
    {
        if (Queues.Find(Ns, Encoding.UTF8.GetBytes(queue)) is null) Queues.Add(queue);
        ExchangeOutcome outcome = await TryBindAsync(source, DestinationKind.Queue, queue, key, arguments);
        Assert.Equal((ExchangeError.None, null), (outcome.Error, outcome.Reason));
    }

    public async Task LinkAsync(string source, string exchange, string key)
    {
        ExchangeOutcome outcome = await TryBindAsync(source, DestinationKind.Exchange, exchange, key);
        Assert.Equal((ExchangeError.None, null), (outcome.Error, outcome.Reason));
    }

    public ValueTask<ExchangeOutcome> TryBindAsync(
        string source, DestinationKind kind, string to, string key, params (string, ArgumentValue)[] arguments) =>
        Exchanges.BindAsync(Ns, source, kind, to, Encoding.UTF8.GetBytes(key), Arguments.Of(arguments), default);

    public async Task UnbindAsync(string source, string queue, string key, params (string, ArgumentValue)[] arguments)
    {
        ExchangeOutcome outcome = await Exchanges.UnbindAsync(
            Ns, source, DestinationKind.Queue, queue, Encoding.UTF8.GetBytes(key), Arguments.Of(arguments), default);
        Assert.Equal(ExchangeError.None, outcome.Error);
    }

    /// <summary>The names of the destinations, in order and separated by blanks; else the status.</summary>
    public string Route(string exchange, string key, params (string, ArgumentValue)[] headers)
    {
        Router.Route(
            Encoding.UTF8.GetBytes(exchange), Encoding.UTF8.GetBytes(key), new TestHeaders(Arguments.Of(headers)),
                Result);
        return Answer();
    }

    public string RouteMany(string exchange, params string[] keys)
    {
        ReadOnlyMemory<byte>[] more = [.. keys.Skip(1).Select(k =>
            new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(k)))];
        Router.Route(
            Encoding.UTF8.GetBytes(exchange), Encoding.UTF8.GetBytes(keys[0]), more, default(NoHeaders), Result);
        return Answer();
    }

    public string Answer() => Result.Status == RouteStatus.Routed
        ? string.Join(' ', Result.Targets.ToArray().Select(t => t.Name).Order(StringComparer.Ordinal))
        : Result.Status.ToString();
}
