using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Amqp;
using Weir.Amqp.Wire;
using Weir.Broker;
using Weir.Wire;

namespace Weir.Benchmarks.Operations;

/// <summary>
/// Publishes of one socket read through a real AMQP session over an in-memory duplex pipe, on memory: until they are
/// confirmed, and with a consumer until they are delivered as well; then all are acknowledged at once.
/// </summary>
internal sealed class AmqpExchange : IOperation
{
    private const int FrameMax = 131_072;

    private readonly UnjournaledEngine _engine = new();
    private readonly Pipe _toServer = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly Pipe _toClient = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly PooledBufferWriter _ack = new();
    private readonly int _messages;
    private MessageBroker _broker = null!;
    private DefaultConnectionContext _connection = null!;
    private Task _session = Task.CompletedTask;
    private byte[] _publishes = [];
    private ulong _confirmed;
    private ulong _delivered;
    private MethodId _last;

    private AmqpExchange(int messages) => _messages = messages;

    public static async Task<IOperation> OpenAsync(int messages, bool consumes)
    {
        var exchange = new AmqpExchange(messages);
        await exchange.StartAsync(consumes);
        return exchange;
    }

    public async ValueTask RunAsync()
    {
        ulong confirmed = _confirmed + (ulong)_messages;
        ulong delivered = _delivered == 0 && _ack.WrittenBytes == 0 ? 0 : _delivered + (ulong)_messages;
        await _toServer.Writer.WriteAsync(_publishes);
        while (_confirmed < confirmed || _delivered < delivered) await ReadAsync();
        if (delivered == 0) return;
        _ack.Clear();
        BasicAck.Write(_ack, 1, _delivered, multiple: true);
        await _toServer.Writer.WriteAsync(_ack.WrittenMemory);
    }

    public ValueTask SettleAsync() => _broker.Store.CheckpointAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _toServer.Writer.CompleteAsync();
        await _session;
        await _toClient.Writer.CompleteAsync();
        await _connection.DisposeAsync();
        await _broker.DisposeAsync();
        await _engine.DisposeAsync();
        _ack.Dispose();
    }

    private async Task StartAsync(bool consumes)
    {
        _broker = await MessageBroker.OpenAsync(
            _engine, new BrokerOptions(), TimeProvider.System, CancellationToken.None);
        var server = new AmqpServer(_broker, new AmqpOptions(), NullLogger<AmqpServer>.Instance);
        var transport = new DuplexPipe(_toServer.Reader, _toClient.Writer);
        _connection = new DefaultConnectionContext("bench", transport, transport);
        _session = new AmqpListener(server).OnConnectedAsync(_connection);
        await SendAsync(output => output.Write(ProtocolHeader.Bytes), MethodId.ConnectionStart);
        await SendAsync(
            output => ConnectionStartOk.Write(output, 0, [], "PLAIN"u8, "\0guest\0guest"u8, "en_US"u8),
            MethodId.ConnectionTune);
        await SendAsync(
            output =>
            {
                ConnectionTuneOk.Write(output, 0, 10, FrameMax, 0);
                ConnectionOpen.Write(output, 0, "/"u8);
            },
            MethodId.ConnectionOpenOk);
        await SendAsync(output => ChannelOpen.Write(output, 1), MethodId.ChannelOpenOk);
        await SendAsync(
            output => QueueDeclare.Write(output, 1, "q"u8, false, true, false, false, false, []),
            MethodId.QueueDeclareOk);
        await SendAsync(output => ConfirmSelect.Write(output, 1, false), MethodId.ConfirmSelectOk);
        if (consumes)
        {
            await SendAsync(
                output => BasicConsume.Write(output, 1, "q"u8, "c"u8, false, false, false, false, []),
                MethodId.BasicConsumeOk);
            BasicAck.Write(_ack, 1, 0, multiple: true);
        }

        using var publishes = new PooledBufferWriter();
        byte[] body = new byte[100];
        for (int i = 0; i < _messages; i++)
        {
            ContentWriter.WritePublish(
                publishes, FrameMax, 1, ""u8, "q"u8, false, BasicProperties.NoneRaw, new ReadOnlySequence<byte>(body));
        }

        _publishes = publishes.WrittenSpan.ToArray();
    }

    private async Task SendAsync(Action<PooledBufferWriter> write, MethodId answer)
    {
        using var output = new PooledBufferWriter();
        write(output);
        await _toServer.Writer.WriteAsync(output.WrittenMemory);
        while (_last != answer) await ReadAsync();
    }

    /// <summary>Reads what has come, and notes what it confirms and delivers.</summary>
    private async ValueTask ReadAsync()
    {
        ReadResult read = await _toClient.Reader.ReadAsync();
        if (read.IsCompleted) throw new InvalidOperationException("the session has ended");
        ReadOnlySequence<byte> rest = read.Buffer;
        while (FrameReader.TryRead(ref rest, FrameMax, out Frame frame, out _) == FrameStatus.Complete) Take(frame);
        _toClient.Reader.AdvanceTo(rest.Start, rest.End);
    }

    private void Take(in Frame frame)
    {
        if (frame.Type != FrameType.Method) return;
        Span<byte> head = stackalloc byte[16];
        int length = (int)Math.Min(frame.Payload.Length, head.Length);
        frame.Payload.Slice(0, length).CopyTo(head);
        _last = (MethodId)BinaryPrimitives.ReadUInt32BigEndian(head);
        if (_last == MethodId.BasicAck) _confirmed = BinaryPrimitives.ReadUInt64BigEndian(head[4..]);
        else if (_last == MethodId.BasicDeliver) _delivered++;
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
