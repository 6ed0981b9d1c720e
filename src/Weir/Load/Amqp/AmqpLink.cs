using System.Text;
using Weir.Amqp.Wire;
using Weir.Wire;

namespace Weir.Load.Amqp;

/// <summary>
/// A connection with one channel before the load begins: logs in and asks for one thing at a time. Detached, it becomes
/// the connection of a producer or consumer.
/// </summary>
internal sealed class AmqpLink : IDisposable
{
    private const ushort Channel = 1;

    // What clients and brokers commonly agree on; no heartbeats, because a load is never silent and then ends.
    private const int FrameMaxWanted = 128 << 10;

    private readonly AmqpTarget _target;
    private readonly PooledBufferWriter _output = new();
    private int _frameMax = FrameMaxWanted;

    public AmqpLink(AmqpTarget target)
    {
        _target = target;
        Socket = new LoadSocket(target.Endpoint);
        try
        {
            Open();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public LoadSocket Socket { get; }

    public int FrameMax => _frameMax;

    public void OpenChannel(ushort channel)
    {
        ChannelOpen.Write(_output, channel);
        Call(MethodId.ChannelOpenOk);
    }

    public void SelectConfirms(ushort channel)
    {
        ConfirmSelect.Write(_output, channel, noWait: false);
        Call(MethodId.ConfirmSelectOk);
    }

    public void DeclareQueue(string name)
    {
        using PooledBufferWriter arguments = new();
        if (_target.QueueType is { } type)
            new FieldTableWriter(arguments).Name("x-queue-type"u8).LongString(Encoding.UTF8.GetBytes(type));
        QueueDeclare.Write(_output, Channel, Encoding.UTF8.GetBytes(name), passive: false,
            durable: !_target.IsTransient, exclusive: false, autoDelete: false, noWait: false, arguments.WrittenSpan);
        Call(MethodId.QueueDeclareOk);
    }

    public void DeleteQueue(string name)
    {
        QueueDelete.Write(
            _output, Channel, Encoding.UTF8.GetBytes(name), ifUnused: false, ifEmpty: false, noWait: false);
        Call(MethodId.QueueDeleteOk);
    }

    public void BindQueue(string queue, string exchange, string routingKey)
    {
        QueueBind.Write(_output, Channel, Encoding.UTF8.GetBytes(queue), Encoding.UTF8.GetBytes(exchange),
            Encoding.UTF8.GetBytes(routingKey), noWait: false, default);
        Call(MethodId.QueueBindOk);
    }

    public void Consume(string queue, int prefetch)
    {
        BasicQos.Write(_output, Channel, 0, (ushort)prefetch, global: false);
        Call(MethodId.BasicQosOk);
        BasicConsume.Write(_output, Channel, Encoding.UTF8.GetBytes(queue), "c"u8, noLocal: false, noAck: false,
            exclusive: false, noWait: false, default);
        Call(MethodId.BasicConsumeOk);
    }

    public void Dispose()
    {
        Socket.Dispose();
        _output.Dispose();
    }

    private void Open()
    {
        Socket.Send(ProtocolHeader.Bytes);
        Await(MethodId.ConnectionStart);
        byte[] login = Encoding.UTF8.GetBytes($"\0{_target.User}\0{_target.Password}");
        ConnectionStartOk.Write(_output, 0, default, "PLAIN"u8, login, "en_US"u8);
        Call(MethodId.ConnectionTune);
        ConnectionTuneOk.Write(_output, 0, channelMax: 2047, (uint)_frameMax, heartbeat: 0);
        ConnectionOpen.Write(_output, 0, Encoding.UTF8.GetBytes(_target.VirtualHost));
        Call(MethodId.ConnectionOpenOk);
        OpenChannel(Channel);
    }

    private void Call(MethodId answer)
    {
        Socket.Send(_output.WrittenSpan);
        _output.Clear();
        Await(answer);
    }

    private void Await(MethodId wanted)
    {
        while (true)
        {
            FrameStatus status = FrameReader.TryRead(
                Socket.Unread, int.MaxValue, out FrameView frame, out WireError error);
            if (status == FrameStatus.NeedMore)
            {
                Socket.Receive();
                continue;
            }

            if (status == FrameStatus.Malformed)
                throw new LoadException($"{_target.Endpoint} does not speak AMQP 0-9-1 ({error})");
            MethodId found = Handle(frame);
            Socket.Consume(frame.FrameBytes);
            if (found == wanted) return;
        }
    }

    private MethodId Handle(FrameView frame)
    {
        if (frame.Type != FrameType.Method
            || !MethodFrame.TryRead(frame.Payload, out MethodId id, out ReadOnlySpan<byte> arguments))
        {
            return MethodId.None;
        }

        AmqpRefusal.ThrowIfClosed(id, arguments);
        if (id == MethodId.ConnectionTune && ConnectionTune.TryRead(arguments, out ConnectionTune tune)
            && tune.FrameMax > 0)
        {
            _frameMax = (int)Math.Min(tune.FrameMax, FrameMaxWanted);
        }

        return id;
    }
}
