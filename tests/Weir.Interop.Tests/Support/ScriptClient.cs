namespace Weir.Interop.Tests.Support;

/// <summary>A client in Python or JavaScript.</summary>
internal sealed class ScriptClient(string name, string interpreter, string script, IReadOnlyList<string> codecs)
    : Client
{
    public static readonly IReadOnlyList<string> AnyCodec = ["none", "gzip", "snappy", "lz4", "zstd"];

    public override string Name => name;

    public override bool Supports(string codec) => codecs.Contains(codec);

    public override Task ProduceAsync(BrokerProcess broker, ProduceOptions options) =>
        RunAsync(broker, "produce", ProgramArguments.Produce(broker, options));

    public override Task ConsumeAsync(BrokerProcess broker, string topic, int count, bool withHeaders) =>
        RunAsync(broker, "consume", ProgramArguments.Consume(broker, topic, count, withHeaders));

    public async Task RunAsync(BrokerProcess broker, string command, List<string> arguments)
    {
        await using ClientProgram program = await StartAsync(command, arguments);
        (await program.WaitAsync()).MustSucceed(broker);
    }

    public async Task<ClientProgram> StartAsync(string command, IEnumerable<string> arguments)
    {
        string program = interpreter;
        if (interpreter == "node")
        {
            await NpmClients.ReadyAsync();
            program = NpmClients.Node;
        }
        return ClientProgram.Start(program, [Path.Combine(Repository.Clients, script), command, .. arguments]);
    }
}
