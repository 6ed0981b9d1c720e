using System.Diagnostics;
using System.Globalization;
using Weir.Load.Amqp;

namespace Weir.Compare.Peers;

/// <summary>
/// RabbitMQ of the system's packages with a node, a port mapper and a configuration of its own, classic and quorum
/// queues.
/// </summary>
internal sealed class RabbitServer(string folder, int port) : Server("rabbitmq", folder, port)
{
    private const string Home = "/usr/lib/rabbitmq";

    private ChildProcess? _mapper;

    public override string? Missing => File.Exists($"{Home}/bin/rabbitmq-server") ? null : "rabbitmq-server is missing";

    public override long ProgramBytes => SizeOf("/usr/lib/rabbitmq", "/usr/lib/erlang");

    public override IReadOnlyList<Face> Faces =>
    [
        new("rabbitmq-classic", "fsync, grouped", () => new AmqpLoad(new AmqpTarget(Listens())), Listens()),
        new(
            "rabbitmq-quorum", "fsync, grouped",
            () => new AmqpLoad(new AmqpTarget(Listens()) { QueueType = "quorum" }), Listens()),
    ];

    protected override (byte[] Hello, byte[] Answer) Greeting => ("AMQP\0\0\t\x0001"u8.ToArray(), [1]);

    // What is started is a script around it.
    public override int Pid => int.Parse(File.ReadAllText(PidFile).Trim(), CultureInfo.InvariantCulture);

    private string PidFile => Path.Combine(Folder, "pid");

    public override async ValueTask DisposeAsync()
    {
        if (File.Exists(PidFile))
        {
            using Process stop = Process.Start("/bin/kill", ["-TERM", $"{Pid}"]);
            await stop.WaitForExitAsync();
        }

        await base.DisposeAsync();
        if (_mapper is not null) await _mapper.DisposeAsync();
        _mapper = null;
    }

    protected override ChildProcess Launch(string log)
    {
        string config = Path.Combine(Folder, "rabbitmq.conf");
        File.WriteAllText(config, $"listeners.tcp.local = {Listens()}\nlog.file.level = warning\n");
        File.WriteAllText(Path.Combine(Folder, "enabled_plugins"), "[].");
        string cookie = Path.Combine(Folder, ".erlang.cookie");
        File.WriteAllText(cookie, "comparison");
        File.SetUnixFileMode(cookie, UnixFileMode.UserRead);
        Dictionary<string, string> environment = new()
        {
            ["HOME"] = Folder,
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = $"{Port + 1}",
            ["RABBITMQ_NODENAME"] = "compare@localhost",
            ["RABBITMQ_DIST_PORT"] = $"{Port + 2}",
            ["RABBITMQ_CONFIG_FILE"] = config,
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(Folder, "none"),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(Folder, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(Folder, "logs"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(Folder, "enabled_plugins"),
            ["RABBITMQ_PID_FILE"] = PidFile,
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        };

        // Ours, so that we can end it; a node that finds none starts one and leaves it behind.
        _mapper = ChildProcess.Start("epmd", ["-port", $"{Port + 1}", "-address", "127.0.0.1"], log);
        return ChildProcess.Start($"{Home}/bin/rabbitmq-server", [], log, environment);
    }
}
