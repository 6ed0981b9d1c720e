using System.Globalization;

namespace Weir.Interop.Tests.Support;

/// <summary>
/// An idempotent librdkafka producer that writes until it is told to finish, and notes every acknowledgement in a
/// file. Each has its own range of record numbers.
/// </summary>
internal sealed class CrashProducer : IAsyncDisposable
{
    private const long NumbersPerProducer = 1_000_000_000;

    private readonly ClientProgram _program;
    private readonly string _acksFile;

    private CrashProducer(ClientProgram program, string acksFile)
    {
        _program = program;
        _acksFile = acksFile;
    }

    /// <summary>A measure of progress: the size of the file of acknowledgements, about 20 bytes a record.</summary>
    public long AcknowledgedBytes
    {
        get
        {
            Assert.False(_program.HasExited, $"A producer gave up:\n{string.Join('\n', _program.Output)}");
            return File.Exists(_acksFile) ? new FileInfo(_acksFile).Length : 0;
        }
    }

    public static async Task<CrashProducer> StartAsync(
        BrokerProcess broker, string topic, int number, params string[] more)
    {
        string acksFile = broker.ScratchFile(string.Create(CultureInfo.InvariantCulture, $"acks-{number}"));
        string[] arguments =
        [
            $"bootstrap={broker.Bootstrap}", $"topic={topic}", "count=0", $"acks-log={acksFile}",
            string.Create(CultureInfo.InvariantCulture, $"from={number * NumbersPerProducer}"),
            "enable.idempotence=true", "acks=all", "message.timeout.ms=600000", .. more,
        ];
        string program = await CompiledClients.PathAsync("produce");
        return new CrashProducer(ClientProgram.Start(program, arguments), acksFile);
    }

    /// <summary>Stops writing and waits until everything written is acknowledged.</summary>
    public async Task FinishAsync(BrokerProcess broker) =>
        (await _program.StopAsync(timeoutSeconds: 150)).MustSucceed(broker);

    public IEnumerable<Acknowledgement> Acknowledged()
    {
        foreach (string line in File.ReadLines(_acksFile))
        {
            long[] fields = [.. line.Split(' ').Select(text => long.Parse(text, CultureInfo.InvariantCulture))];
            yield return new Acknowledgement(fields[0], (int)fields[1], fields[2]);
        }
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
