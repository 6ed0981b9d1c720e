using Weir.Load.Amqp;
using Weir.Load.Kafka;

namespace Weir.Compare.Peers;

/// <summary>A published Weir, over AMQP and over Kafka's protocol.</summary>
internal sealed class WeirServer(string program, string folder, int port, string name = "weir")
    : Server(name, folder, port)
{
    public override string? Missing =>
        File.Exists(Path.Combine(program, "weir")) ? null : $"{program} holds no published weir";

    public override long ProgramBytes => SizeOf(program);

    public override IReadOnlyList<Face> Faces =>
    [
        new($"{Name}-amqp", "fsync, grouped", () => new AmqpLoad(new AmqpTarget(Listens())), Listens()),
        new($"{Name}-kafka", "fsync, grouped", () => new KafkaLoad(), Listens(1), Batch: 100),
    ];

    protected override (byte[] Hello, byte[] Answer) Greeting => ("AMQP\0\0\t\x0001"u8.ToArray(), [1]);

    protected override ChildProcess Launch(string log) => ChildProcess.Start(
        Path.Combine(program, "weir"),
        [
            "serve", "--data", Path.Combine(Folder, "data"), "--amqp", $"{Listens()}", "--kafka", $"{Listens(1)}",
            "--http", "off",
        ],
        log);
}
