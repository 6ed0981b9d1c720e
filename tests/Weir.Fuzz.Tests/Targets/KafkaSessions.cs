using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Broker;
using Weir.Broker.Groups;
using Weir.Fuzz.Tests.Engine;
using Weir.Kafka;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;
using Weir.KafkaGenerator.Schema;
using Weir.Storage.Memory;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>
/// A whole session over pipes: requests of every API and version with random and damaged contents. It ends by itself
/// when the client goes, with a refusal of the bytes or without; what it says are whole answers. The broker behind it
/// is made anew now and then.
/// </summary>
internal sealed class KafkaSessions : FuzzTarget, IDisposable
{
    private const int LivesMax = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private MemoryEngine _engine = null!;
    private MessageBroker _broker = null!;
    private KafkaServer _server = null!;
    private int _lives = LivesMax;

    public override string Name => "kafka-session";

    public override IEnumerable<byte[]> Seeds()
    {
        foreach ((int index, int version, byte[] body) in KafkaCatalogue.Golden())
        {
            if (Frame(KafkaCatalogue.All[index].Message, version, body) is { } request) yield return request;
        }

        for (int seed = 0; seed < 40; seed++) yield return Generate(new Random(seed));
    }

    public override byte[] Generate(Random random)
    {
        List<byte> requests = [];
        for (int left = random.Next(1, 5); left > 0;)
        {
            int index = random.Next(KafkaCatalogue.All.Length);
            Message message = KafkaCatalogue.All[index].Message;
            int version = random.Next(message.Versions.First, message.Versions.Last + 1);
            if (Frame(message, version, KafkaCatalogue.Random(index, version, random)) is not { } request) continue;
            requests.AddRange(request);
            left--;
        }

        return [.. requests];
    }

    // Sizes as far as they lead, and the last to the end.
    public override void Repair(byte[] input, Random random)
    {
        for (int at = 0; at + 4 <= input.Length;)
        {
            int size = BinaryPrimitives.ReadInt32BigEndian(input.AsSpan(at));
            if (size < 0 || size > input.Length - at - 4)
            {
                BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(at), input.Length - at - 4);
                return;
            }

            at += 4 + size;
        }
    }

    public override long AllocatedBytesMax(byte[] input) => 64 << 20;

    public override string Execute(byte[] input)
    {
        if (_lives++ >= LivesMax) Renew();
        var up = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var down = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        using var closed = new CancellationTokenSource();
        long before = GC.GetTotalAllocatedBytes();
        var session = new KafkaSession(
            _server, new Ends(up.Reader, down.Writer), new IPEndPoint(IPAddress.Loopback, 9092),
            new IPEndPoint(IPAddress.Loopback, 40000), closed.Token);
        Task serving = Task.Run(session.RunAsync);
        up.Writer.WriteAsync(input).AsTask().Wait();
        up.Writer.Complete();
        closed.CancelAfter(20);
        string end = "ended";
        try
        {
            FuzzException.Require(serving.Wait(Patience), "the session does not end with its client");
        }
        catch (AggregateException e) when (e.InnerException is KafkaProtocolException refusal)
        {
            end = Outcome.Of(refusal);
        }
        catch (AggregateException e) when (e.InnerException is OperationCanceledException)
        {
            end = "cancelled";
        }

        session.DisposeAsync().AsTask().Wait();
        down.Writer.Complete();
        FuzzException.Require(GC.GetTotalAllocatedBytes() - before < 256 << 20, "a session took 256 MiB");
        return $"{end}, {Answers(down.Reader)} answers";
    }

    public void Dispose()
    {
        _broker?.DisposeAsync().AsTask().Wait();
        _engine?.DisposeAsync().AsTask().Wait();
    }

    private static byte[]? Frame(Message message, int version, byte[] body)
    {
        if (!message.Name.EndsWith("Request", StringComparison.Ordinal)) return null;
        if (!Enum.TryParse(message.Name[..^"Request".Length], out ApiKey key)) return null;
        using var writer = new KafkaWriter();
        int frame = writer.BeginFrame();
        ApiEntry entry = ApiCatalog.Get(key);
        new RequestHeader((short)key, (short)version, 7, "fuzz").Write(writer,
            entry.RequestHeaderVersion((short)version));
        foreach (byte b in body) writer.WriteSByte((sbyte)b);
        writer.EndFrame(frame);
        return writer.WrittenSpan.ToArray();
    }

    private static int Answers(PipeReader reader)
    {
        if (!reader.TryRead(out ReadResult read)) return 0;
        byte[] said = System.Buffers.BuffersExtensions.ToArray(read.Buffer);
        int answers = 0;
        int at = 0;
        for (; at + 4 <= said.Length; answers++)
        {
            int size = BinaryPrimitives.ReadInt32BigEndian(said.AsSpan(at));
            FuzzException.Require(size >= 4 && size <= said.Length - at - 4, "the session said no whole answers");
            at += 4 + size;
        }

        FuzzException.Require(at == said.Length, "the session said no whole answers");
        return answers;
    }

    private void Renew()
    {
        Dispose();
        _engine = new MemoryEngine();
        var settings = new BrokerOptions
        {
            Subscriptions = new ConsumerSubscriptionReader(),
            Groups = new GroupOptions()
        };
        _broker = MessageBroker.OpenAsync(_engine, settings, TimeProvider.System,
            CancellationToken.None).AsTask().Result;
        _server = new KafkaServer(_broker, new KafkaOptions(), NullLogger<KafkaServer>.Instance);
        _lives = 0;
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
