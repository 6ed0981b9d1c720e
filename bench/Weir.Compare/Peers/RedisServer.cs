using Weir.Compare.Redis;

namespace Weir.Compare.Peers;

/// <summary>Redis with an append-only file.</summary>
/// <param name="fsync">always or everysec.</param>
/// <param name="folder">Its data.</param>
/// <param name="port">Where it listens.</param>
internal sealed class RedisServer(string fsync, string folder, int port) : Server($"redis-{fsync}", folder, port)
{
    public override string? Missing => File.Exists("/usr/bin/redis-server") ? null : "redis-server is missing";

    public override long ProgramBytes => SizeOf("/usr/bin/redis-server");

    public override IReadOnlyList<Face> Faces =>
    [
        new(
            Name,
            fsync == "always" ? "fsync, grouped" : "no sync (1 s may be lost)",
            () => new RedisLoad(),
            Listens()),
    ];

    protected override (byte[] Hello, byte[] Answer) Greeting => ("PING\r\n"u8.ToArray(), "+PONG"u8.ToArray());

    protected override ChildProcess Launch(string log) => ChildProcess.Start(
        "/usr/bin/redis-server",
        [
            "--bind", "127.0.0.1", "--port", $"{Port}", "--dir", Folder, "--appendonly", "yes", "--appendfsync", fsync,
            "--save", "",
        ],
        log);
}
