using System.Text;
using Weir.Broker.Delays;
using Weir.Broker.Groups;
using Weir.Broker.Messages;
using Weir.Broker.Namespaces;
using Weir.Broker.Producers;
using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Broker.Security;
using Weir.Broker.Sessions;
using Weir.Broker.Shards;
using Weir.Broker.Topics;
using Weir.Broker.Tracing;
using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Broker;

/// <summary>
/// The protocol-neutral broker: topics, groups and producers over one log store. Protocols hold one of these and
/// nothing of each other.
/// </summary>
public sealed class MessageBroker : IAsyncDisposable
{
    /// <summary>The namespace of clients that name none.</summary>
    public const string DefaultNamespace = "/";

    private const string ClusterIdKey = "cluster-id";

    private readonly ProducerIds _producerIds;
    private readonly Housekeeping _housekeeping;
    private int _isDisposed;

    private MessageBroker(
        BrokerOptions options,
        NamespaceRegistry namespaces,
        TopicRegistry topics,
        LogStore store,
        string clusterId,
        TimeProvider time)
    {
        Options = options;
        Namespaces = namespaces;
        Topics = topics;
        Store = store;
        ClusterId = clusterId;
        Time = time;
        _producerIds = new ProducerIds(store.Engine.Catalog);
        Policies = new PolicyTable(store.Engine.Catalog);
        Exchanges = new ExchangeRegistry(store.Engine.Catalog, new TopicLookup(topics), Policies);
        Exchanges.Namespaces = namespaces;
        topics.Dependents = Exchanges;
        Groups = new GroupService(store, topics, time);
        OperatorPolicies = new PolicyTable(store.Engine.Catalog, isForOperators: true);
        Queues = new QueueRegistry(
            topics, store.Engine.Catalog, new QueuePolicies(Policies, OperatorPolicies), options.Work, time);
        Connections = new ConnectionRegistry(time);
        Unfinished = new UnfinishedRoom(options.UnfinishedBytesMax);
        Users = new UserRegistry(store.Engine.Catalog, namespaces);
        Logins = new Authenticator(Users, time);
        Users.Closed += () => Connections.CloseAll("users exist now: log in");
        Users.Removed += name => Connections.CloseAllOf(name, "user is deleted");
        Queues.DeadLetters = options.DeadLetters?.Invoke(this);
        Delays = new DelayLogs(store, topics, options.Delays, time, options.Work);
        _housekeeping = new Housekeeping(this);
    }

    public BrokerOptions Options { get; }

    /// <summary>What sessions hold of messages that have come in part.</summary>
    public UnfinishedRoom Unfinished { get; }

    public NamespaceRegistry Namespaces { get; }

    public TopicRegistry Topics { get; }

    public PolicyTable Policies { get; }

    /// <summary>They lower the limits of queues, whatever users declare or set by policies.</summary>
    public PolicyTable OperatorPolicies { get; }

    public ExchangeRegistry Exchanges { get; }

    public LogStore Store { get; }

    public GroupService Groups { get; }

    public QueueRegistry Queues { get; }

    /// <summary>How operators' tools declare, publish and read; set before they do.</summary>
    public IOperatorForms? Forms { get; set; }

    /// <summary>Who is connected, over whatever protocol.</summary>
    public ConnectionRegistry Connections { get; }

    /// <summary>Who may log in, and what they may do.</summary>
    public UserRegistry Users { get; }

    public Authenticator Logins { get; }

    public DelayLogs Delays { get; }

    /// <summary>What happened to messages of topics and queues that are traced.</summary>
    public TraceLog Traces => Topics.Traces;

    public TimeProvider Time { get; }

    /// <summary>Made with the data directory and kept: 22 characters.</summary>
    public string ClusterId { get; }

    /// <summary>Told of background work that failed; the broker goes on and tries again.</summary>
    public event Action<Exception>? BackgroundFailed
    {
        add
        {
            Store.MaintenanceFailed += value;
            _housekeeping.Failed += value;
            Delays.Failed += value;
        }

        remove
        {
            Store.MaintenanceFailed -= value;
            _housekeeping.Failed -= value;
            Delays.Failed -= value;
        }
    }

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Recovers everything the engine holds and starts background work.</summary>
    public static async ValueTask<MessageBroker> OpenAsync(
        IStorageEngine engine, BrokerOptions options, TimeProvider time, CancellationToken cancel)
    {
        var namespaces = new NamespaceRegistry(engine.Catalog);
        await namespaces.LoadAsync(cancel);
        var topics = new TopicRegistry(
            engine.Catalog, namespaces, options.TopicDefaults, options.TopicsMax, time,
            new TraceLog(options.TraceEventsMax, time), options.MessageIds);
        List<LogDefinition> logs = [.. await topics.LoadAsync(cancel), .. DelayLog.Definitions()];
        LogStore store = await LogStore.OpenAsync(
            engine, options.Log, _ => new BrokerShard(time, options.Groups, options.Subscriptions), logs, time, cancel);
        topics.Attach(store);
        var broker = new MessageBroker(
            options, namespaces, topics, store, await LoadClusterIdAsync(engine.Catalog, cancel), time);
        await broker.Policies.LoadAsync(cancel);
        await broker.OperatorPolicies.LoadAsync(cancel);
        await broker.Queues.LoadAsync(cancel);
        await broker.Exchanges.LoadAsync(cancel);
        await broker.Users.LoadAsync(cancel);
        // From here on messages may die of age or be too many: all that they can be routed by is there.
        broker.Queues.Start();
        await broker.Delays.StartAsync();
        broker.Groups.Start();
        broker._housekeeping.Start();
        return broker;
    }

    /// <summary>Deletes a namespace and everything in it; sessions in it are told to end.</summary>
    public async ValueTask<NamespaceOutcome> DeleteNamespaceAsync(string name, CancellationToken cancel)
    {
        NamespaceOutcome outcome = await Namespaces.DeleteAsync(name, Topics, Exchanges, cancel);
        if (outcome.IsDone) await Users.ForgetNamespaceAsync(name, cancel);
        return outcome;
    }

    /// <summary>A producer id that no producer ever had.</summary>
    public ValueTask<long> NextProducerIdAsync(CancellationToken cancel) => _producerIds.NextAsync(cancel);

    /// <summary>Stops background work and leaves nothing to replay. Sessions must have ended.</summary>
    public async ValueTask StopAsync()
    {
        await _housekeeping.StopAsync();
        await Delays.StopAsync();
        await Groups.StopAsync();
        await Store.StopAsync(checkpoint: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        await _housekeeping.StopAsync();
        await Delays.StopAsync();
        await Groups.StopAsync();
        await Store.DisposeAsync();
        Delays.Dispose();
        Queues.Dispose();
        Exchanges.Dispose();
        Policies.Dispose();
        Logins.Dispose();
        Users.Dispose();
        OperatorPolicies.Dispose();
        Topics.Dispose();
        Namespaces.Dispose();
        _producerIds.Dispose();
    }

    private static async ValueTask<string> LoadClusterIdAsync(ICatalog catalog, CancellationToken cancel)
    {
        CatalogEntry? entry = await catalog.GetAsync(ClusterIdKey, cancel);
        if (entry?.Value is { } value) return Encoding.ASCII.GetString(value.Span);
        string id =
            Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        await catalog.PutAsync([new CatalogChange(ClusterIdKey, 0, Encoding.ASCII.GetBytes(id))], cancel);
        return id;
    }
}
