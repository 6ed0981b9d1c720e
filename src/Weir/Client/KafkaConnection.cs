using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Weir.Hosting.Configuration;
using Weir.Kafka.Wire;

namespace Weir.Client;

/// <summary>
/// One connection to one broker, one request at a time. Each API is spoken in the highest version that both sides know.
/// Every wait is bounded by the timeout, and whatever goes wrong on the way is a <see cref="BrokerException"/>; after
/// one the connection is of no further use. Not thread safe.
/// </summary>
internal sealed class KafkaConnection : IAsyncDisposable
{
    private const string ClientId = "weir";
    private const int ResponseBytesMax = 512 << 20;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly KafkaWriter _writer = new();
    private readonly Dictionary<ApiKey, (short Min, short Max)> _served = [];
    private readonly Endpoint _broker;
    private readonly byte[] _size = new byte[4];
    private byte[] _response = new byte[64 << 10];
    private int _correlationId;
    private bool _isLoggedIn;

    private KafkaConnection(Endpoint broker, TimeSpan timeout)
    {
        _broker = broker;
        Timeout = timeout;
    }

    public TimeSpan Timeout { get; }

    public int TimeoutMs => (int)Timeout.TotalMilliseconds;

    /// <summary>Connects and asks what the broker speaks.</summary>
    public static async Task<KafkaConnection> OpenAsync(
        Endpoint broker, TimeSpan timeout, CancellationToken cancel, Login? login = null)
    {
        KafkaConnection connection = new(broker, timeout);
        try
        {
            await connection.ConnectAsync(cancel);
            await connection.NegotiateAsync(cancel);
            if (login is not null) await connection.LogInAsync(login, cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public bool Serves(ApiKey key) => _served.ContainsKey(key);

    /// <summary>Sends a request and reads its answer, whose records are valid until the next call.</summary>
    /// <param name="request">Asked in the highest version common to both sides.</param>
    /// <param name="versionMax">The highest version whose fields the caller fills.</param>
    /// <param name="cancel">Abandons the connection.</param>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        IKafkaRequest<TRequest, TResponse> request, short versionMax, CancellationToken cancel)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IKafkaMessage<TResponse>
    {
        ApiEntry entry = ApiCatalog.Get(TRequest.ApiKey);
        short version = PickVersion(entry, versionMax);
        byte[] frame = await ExchangeAsync(entry, version, request, cancel);
        return Parse<TResponse>(frame.AsMemory(0, _responseBytes), entry, version);
    }

    public Task<TResponse> CallAsync<TRequest, TResponse>(
        IKafkaRequest<TRequest, TResponse> request, CancellationToken cancel)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IKafkaMessage<TResponse> =>
        CallAsync(request, short.MaxValue, cancel);

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _writer.Dispose();
        return ValueTask.CompletedTask;
    }

    private int _responseBytes;

    private async Task ConnectAsync(CancellationToken cancel)
    {
        const string Fix = "start a broker with 'weir serve' or name one with --broker";
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Timeout);
        try
        {
            await _socket.ConnectAsync(_broker.Host, _broker.Port, limit.Token);
        }
        catch (SocketException e)
        {
            throw new BrokerException($"cannot reach {_broker}: {Reason(e)}; {Fix}", e);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new BrokerException($"cannot reach {_broker}: no answer in {Seconds}; {Fix}", e);
        }
    }

    private string Seconds => FormattableString.Invariant($"{Timeout.TotalSeconds} s");

    private static string Reason(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "no such host",
        SocketError.HostUnreachable => "host unreachable",
        SocketError.NetworkUnreachable => "network unreachable",
        SocketError.TimedOut => "timed out",
        _ => e.Message.TrimEnd('.'),
    };

    // A broker too old for our version answers with version 0 and an error, and still lists what it serves.
    private async Task NegotiateAsync(CancellationToken cancel)
    {
        ApiEntry entry = ApiCatalog.Get(ApiKey.ApiVersions);
        ApiVersionsRequest request = new() { ClientSoftwareName = "weir", ClientSoftwareVersion = "1" };
        ApiVersionsResponse response;
        byte[] frame = await ExchangeAsync(entry, 3, request, cancel);
        bool isOld = _responseBytes >= 6
            && BinaryPrimitives.ReadInt16BigEndian(frame.AsSpan(4)) == (short)KafkaError.UnsupportedVersion;
        if (isOld) frame = await ExchangeAsync(entry, 0, new ApiVersionsRequest(), cancel);
        response = Parse<ApiVersionsResponse>(frame.AsMemory(0, _responseBytes), entry, isOld ? (short)0 : (short)3);
        if (response.ErrorCode != KafkaError.None)
        {
            throw new BrokerException(
                $"{_broker} does not say what it speaks: {BrokerErrors.Words(response.ErrorCode)}");
        }

        foreach (ApiVersionsResponse.ApiVersion api in response.ApiKeys)
            _served[(ApiKey)api.ApiKey] = (api.MinVersion, api.MaxVersion);
    }

    private async Task LogInAsync(Login login, CancellationToken cancel)
    {
        SaslHandshakeResponse handshake = await CallAsync(new SaslHandshakeRequest { Mechanism = "PLAIN" }, cancel);
        if (handshake.ErrorCode != KafkaError.None)
            throw new BrokerException($"{_broker} takes no log-in: {BrokerErrors.Words(handshake.ErrorCode)}");
        byte[] bytes = Encoding.UTF8.GetBytes($"\0{login.User}\0{login.Password}");
        SaslAuthenticateResponse answer =
            await CallAsync(new SaslAuthenticateRequest { AuthBytes = bytes }, cancel);
        if (answer.ErrorCode == KafkaError.None) _isLoggedIn = true;
        else throw BrokerErrors.NotLoggedIn(_broker, hasTried: true);
    }

    private short PickVersion(in ApiEntry entry, short versionMax)
    {
        if (!_served.TryGetValue(entry.Key, out (short Min, short Max) theirs))
            throw new BrokerException($"{_broker} does not serve {entry.Key}; it is too old for this command");
        short version = Math.Min(Math.Min(entry.MaxVersion, versionMax), theirs.Max);
        return version >= Math.Max(entry.MinVersion, theirs.Min) ? version : throw new BrokerException(
            $"{_broker} serves {entry.Key} in versions {theirs.Min} to {theirs.Max}, and this weir speaks "
            + $"{entry.MinVersion} to {Math.Min(entry.MaxVersion, versionMax)}");
    }

    private async Task<byte[]> ExchangeAsync<TRequest, TResponse>(
        ApiEntry entry, short version, IKafkaRequest<TRequest, TResponse> request, CancellationToken cancel)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IKafkaMessage<TResponse>
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Timeout);
        _correlationId++;
        _writer.Clear();
        int start = _writer.BeginFrame();
        new RequestHeader((short)entry.Key, version, _correlationId, ClientId)
            .Write(_writer, entry.RequestHeaderVersion(version));
        request.Write(_writer, version);
        _writer.EndFrame(start);
        try
        {
            await SendAsync(_writer.Written, limit.Token);
            await ReceiveAsync(_size, limit.Token);
            int bytes = BinaryPrimitives.ReadInt32BigEndian(_size);
            if (bytes is < 4 or > ResponseBytesMax)
            {
                throw new BrokerException(
                    $"{_broker} does not speak Kafka's protocol; is it another port of the broker?");
            }

            if (_response.Length < bytes) _response = new byte[Math.Max(bytes, 2 * _response.Length)];
            _responseBytes = bytes;
            await ReceiveAsync(_response.AsMemory(0, bytes), limit.Token);
        }
        catch (SocketException e)
        {
            throw new BrokerException($"{_broker} closed the connection: {Reason(e)}", e);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new BrokerException(
                $"{_broker} did not answer {entry.Key} in {Seconds}; allow more time with --timeout", e);
        }

        return BinaryPrimitives.ReadInt32BigEndian(_response) == _correlationId
            ? _response
            : throw new BrokerException($"{_broker} answered another request than the one it got");
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, cancel)..];
    }

    private async Task ReceiveAsync(Memory<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty)
        {
            int read = await _socket.ReceiveAsync(bytes, SocketFlags.None, cancel);
            if (read == 0)
            {
                throw _isLoggedIn || _served.Count == 0
                    ? new BrokerException($"{_broker} closed the connection; does it speak Kafka's protocol?")
                    : BrokerErrors.NotLoggedIn(_broker, hasTried: false);
            }

            bytes = bytes[read..];
        }
    }

    private TResponse Parse<TResponse>(ReadOnlyMemory<byte> frame, in ApiEntry entry, short version)
        where TResponse : IKafkaMessage<TResponse>
    {
        try
        {
            KafkaReader reader = new(frame);
            ResponseHeader.Read(ref reader, entry.ResponseHeaderVersion(version));
            return TResponse.Read(ref reader, version);
        }
        catch (KafkaProtocolException e)
        {
            throw new BrokerException($"{_broker} sent a malformed answer to {entry.Key}: {e.Message}", e);
        }
    }
}
