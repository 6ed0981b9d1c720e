using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Weir.Admin;
using Weir.Admin.Metrics;
using Weir.Amqp;
using Weir.Broker;
using Weir.Broker.Namespaces;
using Weir.Hosting.Configuration;
using Weir.Hosting.Telemetry;
using Weir.Kafka;
using Weir.Storage;
using Weir.Storage.Embedded;
using Weir.Storage.Files;

namespace Weir.Hosting;

/// <summary>
/// The composition root. Starts in this order: data directory, recovery, listeners; stops in the reverse one: listeners
/// and sessions, background work, a last checkpoint, the data directory. Also the way to run Weir inside another
/// process.
/// </summary>
public sealed class WeirHost : IAsyncDisposable
{
    private static readonly TimeSpan SessionEndTimeout = TimeSpan.FromSeconds(5);

    private readonly EmbeddedEngine _engine;
    private readonly MessageBroker _broker;
    private readonly WebApplication _app;
    private readonly ILogger _logger;
    private readonly BrokerHealth _health;
    private readonly TlsCertificates? _certificates;
    private bool _diskFullSaid;

    private WeirHost(EmbeddedEngine engine, MessageBroker broker, WebApplication app, ILogger logger,
        BrokerHealth health, TlsCertificates? certificates)
    {
        _engine = engine;
        _broker = broker;
        _app = app;
        _logger = logger;
        _health = health;
        _certificates = certificates;
    }

    public MessageBroker Broker => _broker;

    /// <summary>Completes when the storage can no longer keep its promises; the process must end then.</summary>
    public Task<StorageFailedException> Failed => _engine.Failed;

    /// <summary>Starts a broker; it serves when the task completes.</summary>
    /// <exception cref="StorageFailedException">The data directory is in use, unknown or unusable.</exception>
    /// <exception cref="ConfigurationException">A listener's address cannot be bound.</exception>
    public static async Task<WeirHost> StartAsync(WeirOptions options, CancellationToken cancel)
    {
        // The broker's work must not queue up behind the thread of a program that has a loop of its own.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        ThreadPool.SetMinThreads(Math.Max(16, Environment.ProcessorCount), Math.Max(16, Environment.ProcessorCount));
        TlsCertificates? certificates =
            options.Tls.IsUsed ? new TlsCertificates(options.Tls, TimeProvider.System) : null;
        EmbeddedEngine? engine = null;
        MessageBroker? broker = null;
        // What serves is made while the broker opens: neither needs the other before both are there.
        var opened = new TaskCompletionSource<MessageBroker>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<WebApplication> building =
            Task.Run(() => Build(options, certificates, opened.Task), CancellationToken.None);
        try
        {
            engine = await EmbeddedEngine.OpenAsync(
                new PhysicalFileSystem(options.Data),
                new EmbeddedOptions { JournalFileBytes = options.Storage.JournalFileBytes, WaitsForRoom = true },
                cancel);
            broker = await MessageBroker.OpenAsync(engine, OptionsMap.Broker(options), TimeProvider.System, cancel);
            await MakeNamespacesAsync(broker, options.Namespaces, cancel);
            await FirstUser.EnsureAsync(broker, options.Security, cancel);
            ListenerRule.Check(broker, Listeners(options));
            opened.SetResult(broker);
            WebApplication app = await building;
            // Dead letters and the API need it even where its listener is off.
            app.Services.GetRequiredService<AmqpServer>();
            AdminApi.Watch(app.Services);
            app.Services.GetService<OtlpExport>();
            ILogger logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Weir");
            if (certificates is not null) certificates.Logger = logger;
            var host = new WeirHost(
                engine, broker, app, logger, app.Services.GetRequiredService<BrokerHealth>(), certificates);
            await host.StartAsync(options);
            return host;
        }
        catch
        {
            // Whoever waits for the broker there waits no longer.
            opened.TrySetCanceled(CancellationToken.None);
            await ((Task)building).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            certificates?.Dispose();
            if (broker is not null) await broker.DisposeAsync();
            if (engine is not null) await engine.DisposeAsync();
            throw;
        }
    }

    private static WebApplication Build(WeirOptions options, TlsCertificates? certificates, Task<MessageBroker> broker)
    {
        WebApplicationBuilder builder = NewBuilder(options);
        // The listeners ask for it while they are made: this thread of the pool waits then, until it is open.
        builder.Services.AddSingleton(_ => broker.GetAwaiter().GetResult());
        builder.Services.AddSingleton<BrokerHealth>();
        builder.Services.AddSingleton(new DataDisk(() => SpaceOf(options.Data)));
        AdminApi.AddServices(builder.Services);
        builder.Services.AddSingleton(OptionsMap.Kafka(options));
        builder.Services.AddSingleton<KafkaServer>();
        builder.Services.AddSingleton<KafkaListener>();
        builder.Services.AddSingleton(OptionsMap.Amqp(options));
        builder.Services.AddSingleton<AmqpServer>();
        builder.Services.AddSingleton<AmqpListener>();
        if (options.Telemetry.Collector is { } collector)
        {
            builder.Services.AddSingleton(all => new OtlpExport(
                collector, options.Telemetry, all.GetRequiredService<MessageBroker>(),
                all.GetRequiredService<BrokerMeter>()));
        }

        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options, certificates));
        WebApplication app = builder.Build();
        AdminApi.Map(app);
        return app;
    }

    /// <summary>Tells clients, flushes what is in flight, and leaves nothing to replay.</summary>
    public async Task StopAsync()
    {
        _logger.Stopping();
        _health.IsStopping = true;
        using (var timeout = new CancellationTokenSource(SessionEndTimeout)) await _app.StopAsync(timeout.Token);
        _app.Services.GetService<OtlpExport>()?.Dispose();
        // With the sessions gone nobody waits for room any more, and a full disk must not keep the process.
        _engine.StopWaitingForRoom();
        try
        {
            if (!_engine.Failed.IsCompleted) await _broker.StopAsync();
        }
        catch (AggregateException e)
        {
            _logger.LastCheckpointFailed(e.Message);
        }

        _logger.Stopped();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificates?.Dispose();
        await _broker.DisposeAsync();
        await _engine.DisposeAsync();
    }

    private async Task StartAsync(WeirOptions options)
    {
        foreach (string damage in _engine.Damages) _logger.Damaged(damage);
        foreach (DamagedDataException damage in _broker.Store.Damages) _logger.Damaged(damage.Message);
        _broker.BackgroundFailed += BackgroundFailed;
        string data = Path.GetFullPath(options.Data);
        _broker.Store.Disk.Changed += isShort =>
        {
            _diskFullSaid = false;
            if (isShort) _logger.DiskShort(_broker.Store.Disk.FreeBytes >> 20, data);
            else _logger.DiskHasRoom(data);
        };
        _broker.Queues.Failed += (queue, e) => _logger.QueueFailed(queue.Name, e);
        try
        {
            await _app.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await _app.DisposeAsync();
            throw ListenerFailure.Explain(e, Listeners(options));
        }

        _health.IsReady = true;
        _logger.Recovered(options.Data, _broker.Topics.Count, _broker.Store.ReplayedBytes);
        foreach ((string key, Configuration.Endpoint endpoint) in Listeners(options))
        {
            string tls = key.EndsWith("tls_listen", StringComparison.Ordinal) ? " (TLS)" : "";
            _logger.Listening(key.Split('.')[0] + tls, endpoint.ToString());
        }
    }

    /// <summary>A full disk is no news each time: the log has its beginning and its end.</summary>
    private void BackgroundFailed(Exception error)
    {
        bool isFull = error is DiskFullException
            || error is AggregateException many && many.InnerExceptions.All(static e => e is DiskFullException);
        if (!isFull) _logger.BackgroundFailed(error);
        else if (!_diskFullSaid) _logger.DiskFull(error.Message);
        _diskFullSaid |= isFull;
    }

    private static DiskSpace? SpaceOf(string path)
    {
        try
        {
            var drive = new DriveInfo(Path.GetFullPath(path));
            return new DiskSpace(drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A file system that does not say.
            return null;
        }
    }

    private static async Task MakeNamespacesAsync(
        MessageBroker broker, IReadOnlyList<string> names, CancellationToken cancel)
    {
        foreach (string name in names)
        {
            NamespaceOutcome outcome = await broker.Namespaces.CreateAsync(name, cancel);
            if (!outcome.IsDone && outcome.Error != NamespaceError.AlreadyExists)
                throw new ConfigurationException($"namespaces: {outcome.Reason}");
        }
    }

    private static WebApplicationBuilder NewBuilder(WeirOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        LogOutput.Configure(builder.Logging, options.Log);
        return builder;
    }

    /// <summary>Where it listens, with the settings that say so.</summary>
    private static IEnumerable<(string Key, Configuration.Endpoint Endpoint)> Listeners(WeirOptions options) =>
    [
        .. options.Kafka.Listen.Select(static e => ("kafka.listen", e)),
        .. options.Tls.KafkaListen.Select(static e => ("kafka.tls_listen", e)),
        .. options.AmqpListen.Select(static e => ("amqp.listen", e)),
        .. options.Tls.AmqpListen.Select(static e => ("amqp.tls_listen", e)),
        .. options.HttpListen.Select(static e => ("http.listen", e)),
        .. options.Tls.HttpListen.Select(static e => ("http.tls_listen", e)),
    ];

    private static void Listen(
        KestrelServerOptions kestrel, WeirOptions options, TlsCertificates? certificates)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = null;
        foreach (Configuration.Endpoint endpoint in options.Kafka.Listen)
            Bind(kestrel, endpoint, listen => listen.UseConnectionHandler<KafkaListener>());
        foreach (Configuration.Endpoint endpoint in options.AmqpListen)
            Bind(kestrel, endpoint, listen => listen.UseConnectionHandler<AmqpListener>());
        foreach (Configuration.Endpoint endpoint in options.HttpListen)
            Bind(kestrel, endpoint, listen => listen.Protocols = HttpProtocols.Http1);
        if (certificates is null) return;
        foreach (Configuration.Endpoint endpoint in options.Tls.KafkaListen)
            Bind(kestrel, endpoint, listen => Secure(listen, certificates).UseConnectionHandler<KafkaListener>());
        foreach (Configuration.Endpoint endpoint in options.Tls.AmqpListen)
            Bind(kestrel, endpoint, listen => Secure(listen, certificates).UseConnectionHandler<AmqpListener>());
        foreach (Configuration.Endpoint endpoint in options.Tls.HttpListen)
            Bind(kestrel, endpoint, listen => Secure(listen, certificates));
    }

    private static ListenOptions Secure(ListenOptions listen, TlsCertificates certificates)
    {
        listen.Protocols = HttpProtocols.Http1;
        return listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => new(certificates.Current) });
    }

    private static void Bind(KestrelServerOptions kestrel, Configuration.Endpoint endpoint,
        Action<ListenOptions> configure)
    {
        if (endpoint.Host == "localhost") kestrel.ListenLocalhost(endpoint.Port, configure);
        else kestrel.Listen(ListenerFailure.AddressOf(endpoint), endpoint.Port, configure);
    }
}
