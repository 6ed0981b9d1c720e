using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Handlers;

/// <summary>
/// The client's end of a session in this process: sends requests by the codec and reads their answers.
/// </summary>
internal sealed class KafkaClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Pipe _toServer = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly Pipe _toClient = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly CancellationTokenSource _closed = new();
    private int _correlation;

    public KafkaClient(KafkaServer server) => Ended = ServeAsync(server);

    /// <summary>Completes with the session, and with what it failed by.</summary>
    public Task<Exception?> Ended { get; }

    public string ClientId { get; init; } = "tests";

    public async Task<TResponse> SendAsync<TRequest,
        TResponse>(IKafkaRequest<TRequest, TResponse> request, short version)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IKafkaMessage<TResponse>
    {
        int correlation = await PostAsync(request, version);
        return await ReceiveAsync<TResponse>(TRequest.ApiKey, version, correlation);
    }

    /// <summary>Sends and does not wait; gives the correlation id.</summary>
    public async Task<int> PostAsync<TRequest, TResponse>(IKafkaRequest<TRequest, TResponse> request, short version)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IKafkaMessage<TResponse>
    {
        using var writer = new KafkaWriter();
        int correlation = Begin(writer, (short)TRequest.ApiKey, version, out int frame);
        request.Write(writer, version);
        writer.EndFrame(frame);
        await PostRawAsync(writer.Written);
        return correlation;
    }

    /// <summary>A request of any key with a body that need not make sense.</summary>
    public async Task PostAsync(short key, short version, byte[] body)
    {
        using var writer = new KafkaWriter();
        Begin(writer, key, version, out int frame);
        foreach (byte b in body) writer.WriteSByte((sbyte)b);
        writer.EndFrame(frame);
        await PostRawAsync(writer.Written);
    }

    public async Task PostRawAsync(ReadOnlyMemory<byte> bytes) => await _toServer.Writer.WriteAsync(bytes);

    public async Task<TResponse> ReceiveAsync<TResponse>(ApiKey key, short version, int correlation)
        where TResponse : IKafkaMessage<TResponse> =>
        Decode<TResponse>(await ReceiveFrameAsync(), key, version, correlation);

    /// <summary>The next answer without its size; null at the end of the connection.</summary>
    public async Task<byte[]?> TryReceiveFrameAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            ReadResult read = await _toClient.Reader.ReadAsync(patience.Token);
            byte[]? frame = TakeFrame(read.Buffer, out SequencePosition consumed);
            _toClient.Reader.AdvanceTo(consumed, frame is null ? read.Buffer.End : consumed);
            if (frame is not null || read.IsCompleted) return frame;
        }
    }

    /// <summary>True when an answer, or the end, has arrived that was not taken yet.</summary>
    public bool HasAnswer()
    {
        if (!_toClient.Reader.TryRead(out ReadResult read)) return false;
        bool any = read.Buffer.Length > 0 || read.IsCompleted;
        _toClient.Reader.AdvanceTo(read.Buffer.Start);
        return any;
    }

    public async Task CloseAsync()
    {
        await _toServer.Writer.CompleteAsync();
        await _closed.CancelAsync();
        await Ended.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _closed.Dispose();
    }

    private async Task<byte[]> ReceiveFrameAsync() =>
        await TryReceiveFrameAsync() ?? throw new InvalidOperationException($"the session ended: {await Ended}");

    private static TResponse Decode<TResponse>(byte[] frame, ApiKey key, short version, int correlation)
        where TResponse : IKafkaMessage<TResponse>
    {
        var reader = new KafkaReader(frame.AsMemory());
        var header = ResponseHeader.Read(ref reader, ApiCatalog.Get(key).ResponseHeaderVersion(version));
        Assert.Equal(correlation, header.CorrelationId);
        TResponse response = TResponse.Read(ref reader, version);
        Assert.Equal(0, reader.Remaining);
        return response;
    }

    private static byte[]? TakeFrame(in ReadOnlySequence<byte> buffer, out SequencePosition consumed)
    {
        consumed = buffer.Start;
        if (buffer.Length < 4) return null;
        int size = BinaryPrimitives.ReadInt32BigEndian(buffer.Slice(0, 4).ToArray());
        if (buffer.Length < 4 + size) return null;
        consumed = buffer.GetPosition(4 + size);
        return buffer.Slice(4, size).ToArray();
    }

    private int Begin(KafkaWriter writer, short key, short version, out int frame)
    {
        int correlation = ++_correlation;
        short headerVersion = ApiCatalog.TryGet(key, out ApiEntry entry) ? entry.RequestHeaderVersion(version)
            : (short)1;
        frame = writer.BeginFrame();
        new RequestHeader(key, version, correlation, ClientId).Write(writer, headerVersion);
        return correlation;
    }

    private async Task<Exception?> ServeAsync(KafkaServer server)
    {
        var transport = new Transport(_toServer.Reader, _toClient.Writer);
        var local = new IPEndPoint(IPAddress.Loopback, 9092);
        var remote = new IPEndPoint(IPAddress.Parse("10.1.2.3"), 40000);
        var session = new KafkaSession(server, transport, local, remote, _closed.Token);
        Exception? failure = null;
        try
        {
            await Task.Run(session.RunAsync);
        }
        catch (Exception e) when (e is KafkaProtocolException or OperationCanceledException)
        {
            failure = e;
        }

        await session.DisposeAsync();
        await _toClient.Writer.CompleteAsync();
        await _toServer.Reader.CompleteAsync();
        return failure;
    }

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
