using Weir.Compare.Nats;

namespace Weir.Compare.Peers;

/// <summary>NATS with JetStream in files, as its defaults are.</summary>
internal sealed class NatsServer(string folder, int port) : Server("nats", folder, port)
{
    private static readonly string? Program =
        new[] { "/usr/sbin/nats-server", "/usr/bin/nats-server" }.FirstOrDefault(File.Exists);

    public override string? Missing => Program is null ? "nats-server is missing" : null;

    public override long ProgramBytes => SizeOf(Program!);

    public override IReadOnlyList<Face> Faces =>
        [new("nats-jetstream", "no sync (2 min may be lost)", () => new NatsLoad(), Listens())];

    protected override (byte[] Hello, byte[] Answer) Greeting => ([], "INFO"u8.ToArray());

    protected override ChildProcess Launch(string log)
    {
        string config = Path.Combine(Folder, "nats.conf");
        string store = Path.Combine(Folder, "js");
        File.WriteAllText(config, $"host: 127.0.0.1\nport: {Port}\njetstream {{ store_dir: \"{store}\" }}\n");
        return ChildProcess.Start(Program!, ["-c", config], log);
    }
}
