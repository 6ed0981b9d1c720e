using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Weir.Amqp.Sessions;
using Weir.Amqp.Wire;
using Weir.Wire;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>
/// Speaks AMQP to one session over a pair of pipes: what it sends is explicit, what comes is read in order.
/// </summary>
internal sealed class TestClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly AmqpConnection _session;
    private readonly DuplexPipe _pipe;
    private readonly PooledBufferWriter _out = new();

    public TestClient(AmqpServer server, CancellationToken stopping = default)
    {
        (DuplexPipe serverEnd, _pipe) = DuplexPipe.NewPair();
        _session = new AmqpConnection(server, serverEnd, null, stopping);
        Serving = ServeAsync(serverEnd);
    }

    /// <summary>Ends when the session does.</summary>
    public Task Serving { get; }

    public async Task OpenAsync(string user = "guest", string vhost = "/",
        string capabilities = "consumer_cancel_notify", ushort heartbeat = 0)
    {
        await SendAsync(output => output.Write(ProtocolHeader.Bytes));
        await ExpectAsync(MethodId.ConnectionStart);
        using var properties = new PooledBufferWriter();
        var table = new FieldTableWriter(properties);
        table.Name("capabilities"u8);
        int inner = table.BeginTable();
        foreach (string name in capabilities.Split(',')) table.Name(Encoding.ASCII.GetBytes(name)).Boolean(true);
        table.End(inner);
        byte[] entries = properties.WrittenSpan.ToArray();
        await SendAsync(output => ConnectionStartOk.Write(
            output, 0, entries, "PLAIN"u8, Encoding.ASCII.GetBytes($"\0{user}\0guest"), "en_US"u8));
        if (user != "guest") return;
        await ExpectAsync(MethodId.ConnectionTune);
        await SendAsync(output =>
        {
            ConnectionTuneOk.Write(output, 0, 2047, 131_072, heartbeat);
            ConnectionOpen.Write(output, 0, Encoding.ASCII.GetBytes(vhost));
        });
        if (vhost == "/") await ExpectAsync(MethodId.ConnectionOpenOk);
    }

    public async Task OpenChannelAsync(ushort number)
    {
        await SendAsync(output => ChannelOpen.Write(output, number));
        await ExpectAsync(MethodId.ChannelOpenOk);
    }

    public async Task DeclareAsync(string queue, bool exclusive = false, bool autoDelete = false, bool durable = true)
    {
        await SendAsync(output => QueueDeclare.Write(
            output, 1, Encoding.UTF8.GetBytes(queue), false, durable, exclusive, autoDelete, false, []));
        await ExpectAsync(MethodId.QueueDeclareOk);
    }

    /// <summary>A durable queue with arguments.</summary>
    public Task DeclareAsync(string queue, Action<FieldTableWriter> arguments)
    {
        using var table = new PooledBufferWriter();
        arguments(new FieldTableWriter(table));
        byte[] entries = table.WrittenSpan.ToArray();
        return SelectAsync(
            output => QueueDeclare.Write(
                output, 1, Encoding.UTF8.GetBytes(queue), false, true, false, false, false, entries),
            MethodId.QueueDeclareOk);
    }

    /// <summary>Takes everything ready, one by one, and gives the bodies.</summary>
    public async Task<List<string>> DrainAsync(string queue)
    {
        var bodies = new List<string>();
        while (true)
        {
            Received message = await GetAsync(queue, noAck: true);
            if (message.Method == MethodId.BasicGetEmpty) return bodies;
            bodies.Add(message.Text);
        }
    }

    /// <summary>Messages ready in the queue, as a passive declaration tells.</summary>
    public async Task<uint> CountAsync(string queue)
    {
        await SendAsync(output => QueueDeclare.Write(
            output, 1, Encoding.UTF8.GetBytes(queue), true, false, false, false, false, []));
        Received answer = await ExpectAsync(MethodId.QueueDeclareOk);
        return QueueDeclareOk.TryRead(answer.Arguments, out var ok) ? ok.MessageCount : 0;
    }

    public Task PublishAsync(string queue, params string[] bodies) => SendAsync(output =>
    {
        foreach (string body in bodies) Publish(output, "", queue, body);
    });

    public static void Publish(
        PooledBufferWriter output, string exchange, string key, string body, bool mandatory = false,
            byte[]? properties = null)
    {
        ContentWriter.WritePublish(
            output, 131_072, 1, Encoding.UTF8.GetBytes(exchange), Encoding.UTF8.GetBytes(key), mandatory,
            properties ?? [0, 0], new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)));
    }

    public async Task ConsumeAsync(string queue, string tag, int prefetch = 0, bool noAck = false,
        bool exclusive = false)
    {
        await SendAsync(output =>
        {
            BasicQos.Write(output, 1, 0, (ushort)prefetch, false);
            BasicConsume.Write(
                output, 1, Encoding.UTF8.GetBytes(queue), Encoding.UTF8.GetBytes(tag), false, noAck, exclusive, false,
                    []);
        });
        await ExpectAsync(MethodId.BasicQosOk);
        await ExpectAsync(MethodId.BasicConsumeOk);
    }

    public async Task<Received> GetAsync(string queue, bool noAck = false)
    {
        await SendAsync(output => BasicGet.Write(output, 1, Encoding.UTF8.GetBytes(queue), noAck));
        return await ReadAsync();
    }

    public Task AckAsync(ulong tag, bool multiple = false) =>
        SendAsync(output => BasicAck.Write(output, 1, tag, multiple));

    public Task NackAsync(ulong tag, bool multiple = false, bool requeue = true) =>
        SendAsync(output => BasicNack.Write(output, 1, tag, multiple, requeue));

    public async Task SelectAsync(Action<PooledBufferWriter> write, MethodId answer)
    {
        await SendAsync(write);
        await ExpectAsync(answer);
    }

    public async Task SendAsync(Action<PooledBufferWriter> write)
    {
        _out.Clear();
        write(_out);
        await _pipe.Output.WriteAsync(_out.WrittenMemory);
    }

    public async Task<Received> ExpectAsync(MethodId method)
    {
        Received received = await ReadAsync();
        string why = received.Method is MethodId.ChannelClose or MethodId.ConnectionClose ? received.ReplyText : "";
        Assert.True(method == received.Method, $"expected {method}, got {received.Method} {why}");
        return received;
    }

    /// <summary>The next method with its content; fails when none comes.</summary>
    public async Task<Received> ReadAsync()
    {
        (FrameType type, ushort channel, byte[] payload) = await ReadFrameAsync();
        Assert.Equal(FrameType.Method, type);
        Assert.True(MethodFrame.TryRead(payload, out MethodId method, out ReadOnlySpan<byte> rest));
        byte[] arguments = rest.ToArray();
        if (method is not (MethodId.BasicDeliver or MethodId.BasicGetOk or MethodId.BasicReturn))
            return new Received(channel, method, arguments, [], []);
        (_, _, byte[] head) = await ReadFrameAsync();
        Assert.Equal(WireError.None, ContentHeader.TryRead(head, out ContentHeader header));
        byte[] properties = header.Properties.ToArray();
        var body = new MemoryStream();
        for (long bytes = (long)header.BodyBytes; body.Length < bytes;) body.Write((await ReadFrameAsync()).Payload);
        return new Received(channel, method, arguments, properties, body.ToArray());
    }

    public async Task<FrameType> ReadFrameTypeAsync() => (await ReadFrameAsync()).Type;

    /// <summary>The next frame is a heartbeat.</summary>
    public async Task ExpectHeartbeatAsync() => Assert.Equal(FrameType.Heartbeat, await ReadFrameTypeAsync());

    /// <summary>Everything the server sent so far is read: it answers this after it.</summary>
    public async Task ExpectNothingMoreAsync()
    {
        await SendAsync(output => ChannelFlow.Write(output, 1, true));
        await ExpectAsync(MethodId.ChannelFlowOk);
    }

    public async ValueTask DisposeAsync()
    {
        await DropAsync();
        _out.Dispose();
    }

    /// <summary>The connection breaks.</summary>
    public async Task DropAsync()
    {
        await _pipe.Output.CompleteAsync();
        await _pipe.Input.CompleteAsync();
        await Serving.WaitAsync(Patience);
    }

    private async Task<(FrameType Type, ushort Channel, byte[] Payload)> ReadFrameAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (true)
        {
            ReadResult read = await _pipe.Input.ReadAsync(timeout.Token);
            ReadOnlySequence<byte> buffer = read.Buffer;
            if (buffer.FirstSpan.StartsWith("AMQP"u8))
            {
                // The header of the version that it speaks; it ends the connection behind it.
                _pipe.Input.AdvanceTo(buffer.End);
                continue;
            }

            FrameStatus status = FrameReader.TryRead(ref buffer, 1 << 20, out Frame frame, out _);
            Assert.NotEqual(FrameStatus.Malformed, status);
            if (status == FrameStatus.Complete)
            {
                var found = (frame.Type, frame.Channel, frame.Payload.ToArray());
                _pipe.Input.AdvanceTo(buffer.Start);
                return found;
            }

            _pipe.Input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted) throw new EndOfStreamException("the server ended the connection");
        }
    }

    private async Task ServeAsync(DuplexPipe server)
    {
        try
        {
            await _session.RunAsync();
        }
        finally
        {
            await _session.DisposeAsync();
            await server.Output.CompleteAsync();
            await server.Input.CompleteAsync();
        }
    }
}
