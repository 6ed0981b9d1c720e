using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Broker;
using Weir.Kafka;
using Weir.Kafka.Wire;

namespace Weir.Benchmarks.Operations;

/// <summary>
/// One Kafka request and its answer, through a real session over an in-memory duplex pipe, on memory. The
/// request is encoded once; sending it again is what clients do.
/// </summary>
internal sealed class KafkaExchange : IOperation
{
    private readonly UnjournaledEngine _engine;
    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly DefaultConnectionContext _connection;
    private readonly Task _session;
    private byte[] _request = [];
    private byte[] _answer = [];
    private int _answerBytesMin;

    private KafkaExchange(UnjournaledEngine engine, MessageBroker broker)
    {
        _engine = engine;
        Broker = broker;
        var server = new KafkaServer(broker, new KafkaOptions(), NullLogger<KafkaServer>.Instance);
        var transport = new DuplexPipe(_toServer.Reader, _toClient.Writer);
        _connection = new DefaultConnectionContext("bench", transport, transport);
        _session = new KafkaListener(server).OnConnectedAsync(_connection);
    }

    public MessageBroker Broker { get; }

    public static async Task<KafkaExchange> OpenAsync()
    {
        var engine = new UnjournaledEngine();
        MessageBroker broker = await MessageBroker.OpenAsync(
            engine, new BrokerOptions(), TimeProvider.System, CancellationToken.None);
        return new KafkaExchange(engine, broker);
    }

    /// <summary>What <see cref="RunAsync"/> sends, and the size its answer has at least.</summary>
    public void Prepare<TRequest, TResponse>(
        IKafkaRequest<TRequest, TResponse> request, short version, int answerBytesMin)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IKafkaMessage<TResponse>
    {
        using var writer = new KafkaWriter();
        int frame = writer.BeginFrame();
        short headerVersion = ApiCatalog.Get(TRequest.ApiKey).RequestHeaderVersion(version);
        new RequestHeader((short)TRequest.ApiKey, version, 1, "bench").Write(writer, headerVersion);
        request.Write(writer, version);
        writer.EndFrame(frame);
        _request = writer.WrittenSpan.ToArray();
        _answerBytesMin = answerBytesMin;
    }

    /// <summary>Sends one request apart from the prepared one, and decodes its answer.</summary>
    public async Task<TResponse> SendAsync<TRequest, TResponse>(
        IKafkaRequest<TRequest, TResponse> request, short version)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IKafkaMessage<TResponse>
    {
        Prepare(request, version, answerBytesMin: 0);
        await RunAsync();
        return Decode<TResponse>(ApiCatalog.Get(TRequest.ApiKey).ResponseHeaderVersion(version), version);
    }

    public async ValueTask RunAsync()
    {
        await _toServer.Writer.WriteAsync(_request);
        while (true)
        {
            ReadResult read = await _toClient.Reader.ReadAsync();
            if (read.IsCompleted) throw new InvalidOperationException("the session has ended");
            if (read.Buffer.Length >= 4 && read.Buffer.Length >= 4 + SizeOf(read))
            {
                if (SizeOf(read) < _answerBytesMin)
                    throw new InvalidOperationException($"an answer of {SizeOf(read)} bytes");
                if (_answerBytesMin == 0) _answer = read.Buffer.ToArray();
                _toClient.Reader.AdvanceTo(read.Buffer.End);
                return;
            }

            _toClient.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public ValueTask SettleAsync() => Broker.Store.CheckpointAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _toServer.Writer.CompleteAsync();
        await _session;
        await _toClient.Writer.CompleteAsync();
        await _connection.DisposeAsync();
        await Broker.DisposeAsync();
        await _engine.DisposeAsync();
    }

    private TResponse Decode<TResponse>(short headerVersion, short version)
        where TResponse : IKafkaMessage<TResponse>
    {
        var reader = new KafkaReader(_answer.AsMemory(4));
        ResponseHeader.Read(ref reader, headerVersion);
        return TResponse.Read(ref reader, version);
    }

    private static int SizeOf(in ReadResult read)
    {
        Span<byte> size = stackalloc byte[4];
        read.Buffer.Slice(0, 4).CopyTo(size);
        return BinaryPrimitives.ReadInt32BigEndian(size);
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
