using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Weir.Broker;
using Weir.Broker.Sessions;
using Weir.Kafka.Handlers;
using Weir.Kafka.Wire;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;

namespace Weir.Kafka.Sessions;

/// <summary>
/// One client connection. Requests are taken in order and answered in order. Produce requests are pipelined: each is
/// appended as it is read and acknowledged by <see cref="ProduceAcks"/> when durable; any other request first lets
/// those answers out, then is answered itself before the next one is looked at, as Kafka does.
/// </summary>
internal sealed class KafkaSession : IAsyncDisposable
{
    private const int SizeBytes = 4;

    // As Kafka's sasl.server.max.receive.size.
    private const int BytesBeforeLoginMax = 512 << 10;

    private readonly RoomAccount _room = new();
    private readonly UnfinishedShare _unfinished;
    private readonly KafkaServer _server;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly RequestContext _request;
    private readonly KafkaWriter _response = new();
    private readonly PooledBufferWriter _whole = new();
    private readonly CancellationToken _closed;
    private readonly ProduceAcks _acks;
    private readonly ProduceRequests _produce;
    private readonly FetchRequests _fetch;
    private readonly ClientConnection _session;
    private volatile bool _isClosing;
    private long _unfinishedBytes;

    public KafkaSession(KafkaServer server, IDuplexPipe transport, EndPoint? local, EndPoint? remote,
        CancellationToken closed, bool isTls = false)
    {
        _server = server;
        _unfinished = new UnfinishedShare(server.Broker.Unfinished);
        _input = transport.Input;
        _output = transport.Output;
        _closed = closed;
        _session = server.Broker.Connections.Open("Kafka", remote, _ => Close());
        var login = new SaslLogin(server, _session, MessageBroker.DefaultNamespace, remote);
        _request = new RequestContext(login, local, remote, closed) { IsTls = isTls, Client = _session };
        _acks = new ProduceAcks(transport.Output, server.Options.UnacknowledgedRequestsMax, _input.CancelPendingRead);
        _produce = new ProduceRequests(server, _acks, _session, _request);
        _fetch = new FetchRequests(server, transport.Output, _session, _request);
    }

    /// <summary>Called when a request came or was answered.</summary>
    public Action? Activity { get; set; }

    /// <summary>Serves until the client goes, or breaks the protocol (then it throws).</summary>
    public async Task RunAsync()
    {
        while (true)
        {
            _session.WaitsFor = SessionWait.Client;
            ReadResult read = await _input.ReadAsync(_closed);
            _session.WaitsFor = SessionWait.Nothing;
            ReadOnlySequence<byte> buffer = read.Buffer;
            long bytes = buffer.Length;
            Activity?.Invoke();
            while (!_request.Login.HasFailed && TryTakeFrame(ref buffer, out ReadOnlySequence<byte> frame))
                await (_request.Login.TakesBareMessage ? LogInAsync(frame) : ServeAsync(frame, buffer.IsEmpty));
            _session.BytesReceived += bytes - buffer.Length;
            Hold(buffer.Length);
            _input.AdvanceTo(buffer.Start, buffer.End);
            Activity?.Invoke();
            if (read.IsCompleted || _acks.HasFailed || _isClosing) break;
        }

        await _acks.WaitUntilIdleAsync();
        if (_acks.Fault is { } fault) ExceptionDispatchInfo.Throw(fault);
    }

    /// <summary>
    /// Ends it once the request in hand is answered: the protocol has no word for it but the connection's end. Safe
    /// from anywhere.
    /// </summary>
    public void Close()
    {
        _isClosing = true;
        _input.CancelPendingRead();
    }

    public async ValueTask DisposeAsync()
    {
        _unfinished.Dispose();
        _session.Dispose();
        _fetch.Dispose();
        await _acks.WaitUntilIdleAsync();
        _acks.Dispose();
        _response.Dispose();
        _whole.Dispose();
        _produce.Dispose();
    }

    /// <summary>What has come of the next request stays in the connection's buffers until the rest is there.</summary>
    private void Hold(long bytes)
    {
        long more = bytes - _unfinishedBytes;
        if (more <= 0) _unfinished.Remove(-more);
        else if (!_unfinished.TryAdd(more))
            throw new KafkaProtocolException($"no room for {bytes} bytes of a request that has come in part");
        _unfinishedBytes = bytes;
    }

    private bool TryTakeFrame(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (buffer.Length < SizeBytes) return false;
        Span<byte> sizeBytes = stackalloc byte[SizeBytes];
        buffer.Slice(0, SizeBytes).CopyTo(sizeBytes);
        int size = BinaryPrimitives.ReadInt32BigEndian(sizeBytes);
        SaslLogin login = _request.Login;
        int min = login.TakesBareMessage ? 0 : RequestHeader.PrefixBytes;
        int max = login.IsRequired && !login.IsDone ? BytesBeforeLoginMax : _server.Options.RequestBytesMax;
        if (size < min || size > max)
            throw new KafkaProtocolException($"a request of {size} bytes; allowed are {min} to {max}");

        if (buffer.Length < SizeBytes + size) return false;
        frame = buffer.Slice(SizeBytes, size);
        buffer = buffer.Slice(frame.End);
        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ServeAsync(ReadOnlySequence<byte> frame, bool isLast)
    {
        ReadOnlyMemory<byte> bytes = Contiguous(frame);
        RequestHeader header = ReadHeader(bytes, out int headerBytes);
        _request.Set(header, bytes[headerBytes..]);
        if (!_request.Login.MayServe((ApiKey)header.Key))
            throw new KafkaProtocolException($"a request of API key {header.Key} before the login");
        switch ((ApiKey)header.Key)
        {
            case ApiKey.Produce when header.Version is >= ProduceRequests.VersionMin and <= ProduceRequests.VersionMax:
                // On a full disk checkpoints may make no room: it is refused rather than kept waiting.
                if (!_server.Broker.Store.Disk.IsShort)
                {
                    ValueTask room = _server.Broker.Store.WaitForRoomAsync(_room, _closed);
                    if (!room.IsCompletedSuccessfully) await WaitForRoomAsync(room);
                }

                _room.Charge(_request.Body.Length);
                if (_acks.IsFull) await _acks.WaitUntilIdleAsync();
                _produce.Handle(header, _request.Body, mayBlock: isLast);
                return;
            case ApiKey.Fetch when header.Version is >= FetchRequests.VersionMin and <= FetchRequests.VersionMax:
                await _acks.WaitUntilIdleAsync();
                await _fetch.HandleAsync(header, _request.Body, _closed);
                return;
            default:
                await _acks.WaitUntilIdleAsync();
                await AnswerAsync(header);
                return;
        }
    }

    /// <summary>A mechanism's message as it is, answered alike; the connection ends when it failed.</summary>
    private async ValueTask LogInAsync(ReadOnlySequence<byte> message)
    {
        (KafkaError error, byte[] answer) = await _request.Login.AuthenticateAsync(message.ToArray(), _closed);
        if (error != KafkaError.None)
        {
            _isClosing = true;
            return;
        }

        _response.Clear();
        int frame = _response.BeginFrame();
        _response.Write(answer);
        _response.EndFrame(frame);
        await SendAsync();
    }

    private async ValueTask WaitForRoomAsync(ValueTask room)
    {
        _session.WaitsFor = SessionWait.Room;
        await room;
        _session.WaitsFor = SessionWait.Nothing;
    }

    private async ValueTask AnswerAsync(RequestHeader header)
    {
        _response.Clear();
        int frame = _response.BeginFrame();
        IApiHandler? handler = _server.Handlers.Find(header.Key);
        if (handler is null || header.Version < handler.MinVersion || header.Version > handler.MaxVersion)
        {
            RefuseVersion(header);
        }
        else
        {
            new ResponseHeader(header.CorrelationId).Write(
                _response, ApiCatalog.Get(handler.Key).ResponseHeaderVersion(header.Version));
            await handler.HandleAsync(_request, _response);
            _isClosing |= _request.Login.HasFailed;
        }

        _response.EndFrame(frame);
        await SendAsync();
    }

    private async ValueTask SendAsync()
    {
        _session.BytesSent += _response.WrittenSpan.Length;
        _output.Write(_response.WrittenSpan);
        await _output.FlushAsync(_closed);
    }

    /// <summary>
    /// ApiVersions is answered in the layout that every client can read; anything else ends the connection.
    /// </summary>
    private void RefuseVersion(in RequestHeader header)
    {
        if (header.Key != (short)ApiKey.ApiVersions)
            throw new KafkaProtocolException($"API key {header.Key} version {header.Version} is not served here");
        new ResponseHeader(header.CorrelationId).Write(_response, 0);
        ApiVersionsHandler.Answer(_server.Handlers, KafkaError.UnsupportedVersion).Write(_response, 0);
    }

    private ReadOnlyMemory<byte> Contiguous(in ReadOnlySequence<byte> frame)
    {
        if (frame.IsSingleSegment) return frame.First;
        _whole.Reset();
        int bytes = (int)frame.Length;
        frame.CopyTo(_whole.Reserve(bytes));
        return _whole.WrittenMemory;
    }

    private RequestHeader ReadHeader(ReadOnlyMemory<byte> bytes, out int headerBytes)
    {
        var reader = new KafkaReader(bytes);
        RequestHeader header = RequestHeader.Read(ref reader, _request.Header.ClientId);
        headerBytes = reader.Position;
        if (header.ClientId is { } client && !ReferenceEquals(client, _session.ClientId)) _session.ClientId = client;
        return header;
    }
}
