using System.Buffers.Binary;
using Weir.Amqp.Wire;
using Weir.Broker.Queues;
using Weir.Storage;

namespace Weir.Amqp.Sessions;

/// <summary>
/// Takes frames off the input and gives them to the channel they are for. Runs of publishes go by
/// <see cref="PublishScanner"/>; everything else one frame at a time.
/// </summary>
internal sealed class FrameDispatch
{
    private const long BatchBytesMax = 1 << 20;

    private readonly AmqpConnection _connection;
    private readonly ChannelMethods _methods;
    private AmqpChannel?[] _channels = new AmqpChannel?[8];
    private int _openCount;

    public FrameDispatch(AmqpConnection connection)
    {
        _connection = connection;
        Connection = new ConnectionMethods(connection);
        _methods = new ChannelMethods(connection);
    }

    public ConnectionMethods Connection { get; }

    /// <summary>The channel of the frame being served, if that is an open one.</summary>
    public AmqpChannel? Current { get; private set; }

    /// <summary>The method being served.</summary>
    public MethodId Method { get; private set; }

    /// <summary>
    /// Takes frames until the input ends, a commit is due or a request is not done at once: then it gives what to wait
    /// for. <paramref name="position"/> is behind the frame in hand, also when this throws.
    /// </summary>
    public ValueTask Take(ReadOnlySpan<byte> input, ref int position)
    {
        while (position < input.Length && _connection.Publisher.Batch.Bytes < BatchBytesMax)
        {
            if (TryScan(input, ref position)) continue;
            FrameStatus status = FrameReader.TryRead(
                input[position..], _connection.FrameMax, out FrameView frame, out WireError error);
            if (status == FrameStatus.NeedMore) break;
            Current = null;
            Method = MethodId.None;
            if (status == FrameStatus.Malformed) throw AmqpException.Of(error);
            position += frame.FrameBytes;
            ValueTask pending = Handle(frame);
            if (!pending.IsCompletedSuccessfully) return pending;
        }

        return default;
    }

    /// <summary>
    /// Closes a channel for what it did; the client has to agree before its number can be used again.
    /// </summary>
    public async ValueTask CloseChannelAsync(AmqpChannel channel, AmqpException error)
    {
        channel.IsClosing = true;
        channel.Content.End();
        await ReleaseAsync(channel);
        WriteClose(channel, error);
    }

    /// <summary>The connection is over: what was delivered goes back, and what was its own goes away.</summary>
    public async ValueTask EndAsync()
    {
        AmqpChannel?[] channels = _channels;
        _channels = [];
        try
        {
            foreach (AmqpChannel? channel in channels)
            {
                if (channel is null) continue;
                await ReleaseAsync(channel);
                channel.Dispose();
            }

            foreach (Queue queue in _connection.ExclusiveQueues)
                await _connection.Server.Broker.Queues.DeleteAsync(queue, CancellationToken.None);
            _connection.ExclusiveQueues.Clear();
        }
        catch (StorageFailedException e)
        {
            _connection.Server.Logger.SessionFailed(_connection.Remote, e);
        }
    }

    private bool TryScan(ReadOnlySpan<byte> input, ref int position)
    {
        ReadOnlySpan<byte> rest = input[position..];
        if (rest.Length < FrameLayout.HeadBytes + FrameLayout.MethodIdBytes) return false;
        var method = (MethodId)BinaryPrimitives.ReadUInt32BigEndian(rest[FrameLayout.HeadBytes..]);
        if (rest[0] != (byte)FrameType.Method || method != MethodId.BasicPublish) return false;
        ushort number = BinaryPrimitives.ReadUInt16BigEndian(rest[1..]);
        if (Find(number) is not { IsClosing: false, Content.State: ContentState.None } channel) return false;
        if (_connection.Phase != ConnectionPhase.Running) return false;
        Current = channel;
        Method = MethodId.BasicPublish;
        bool any = false;
        var scanner = new PublishScanner(rest, number, _connection.FrameMax);
        while (_connection.Publisher.Batch.Bytes < BatchBytesMax && scanner.TryRead(out PublishView publish))
        {
            any = true;
            position = input.Length - scanner.Rest.Length;
            _connection.Publisher.Publish(channel, publish);
        }

        return any;
    }

    private ValueTask Handle(FrameView frame)
    {
        if (frame.Type == FrameType.Heartbeat) return default;
        if (frame.Type != FrameType.Method)
        {
            TakeContent(frame);
            return default;
        }

        if (!MethodFrame.TryRead(frame.Payload, out MethodId id, out ReadOnlySpan<byte> arguments))
            throw AmqpException.Of(WireError.MalformedMethod);
        Method = id;
        if (frame.Channel == 0)
        {
            if (id == MethodId.ConnectionClose) return CloseAsync();
            return Connection.Handle(id, arguments);
        }

        if (_connection.Phase is ConnectionPhase.Closing or ConnectionPhase.Ended) return default;
        if (_connection.Phase != ConnectionPhase.Running)
            throw new AmqpException(ReplyCode.UnexpectedFrame, "the connection is not open") { Method = MethodId.None };
        return HandleMethod(frame.Channel, id, arguments);
    }

    private ValueTask HandleMethod(ushort number, MethodId id, ReadOnlySpan<byte> arguments)
    {
        AmqpChannel? channel = Find(number);
        if (id == MethodId.ChannelOpen)
        {
            Open(number, channel);
            return default;
        }

        if (channel is null) throw new AmqpException(ReplyCode.ChannelError, "expected 'channel.open'");

        if (channel.IsClosing)
        {
            if (id == MethodId.ChannelCloseOk) Remove(channel);
            if (id != MethodId.ChannelClose) return default;
            lock (_connection.Output.Gate) ChannelCloseOk.Write(_connection.Output.Buffer, number);
            return default;
        }

        Current = channel;
        if (channel.Content.State != ContentState.None) Method = MethodId.BasicPublish;
        channel.Content.MustBeNone();
        return id == MethodId.ChannelClose ? CloseAsync(channel) : _methods.Handle(channel, id, arguments);
    }

    private void TakeContent(FrameView frame)
    {
        if (_connection.Phase is ConnectionPhase.Closing or ConnectionPhase.Ended) return;
        if (Find(frame.Channel) is not { } channel) throw IncomingContent.Uncalled();
        if (channel.IsClosing) return;
        Current = channel;
        IncomingContent content = channel.Content;
        if (content.State == ContentState.None) throw IncomingContent.Uncalled();
        Method = MethodId.BasicPublish;
        int bytesMax = _connection.Server.Options.MessageBytesMax;
        if (frame.Type == FrameType.Header) content.TakeHeader(frame.Payload, bytesMax);
        else content.TakeBody(frame.Payload);
        if (!content.IsWhole) return;
        content.End();
        _connection.Publisher.Publish(channel, content.View);
    }

    private void Open(ushort number, AmqpChannel? existing)
    {
        if (existing is not null) throw new AmqpException(ReplyCode.ChannelError, "second 'channel.open' seen");
        if (_openCount >= _connection.ChannelsMax)
        {
            throw new AmqpException(
                ReplyCode.NotAllowed,
                $"number of channels opened ({_openCount}) has reached the negotiated channel_max " +
                $"({_connection.ChannelsMax})");
        }

        if (number >= _channels.Length) Array.Resize(ref _channels, Math.Max(number + 1, _channels.Length * 2));
        AmqpChannel channel = _channels[number] = new AmqpChannel(_connection, number);
        _connection.Session.Add(channel);
        _openCount++;
        lock (_connection.Output.Gate) ChannelOpenOk.Write(_connection.Output.Buffer, number);
    }

    private async ValueTask CloseAsync(AmqpChannel channel)
    {
        _connection.Commit();
        await ReleaseAsync(channel);
        lock (_connection.Output.Gate) ChannelCloseOk.Write(_connection.Output.Buffer, channel.Number);
        Remove(channel);
    }

    /// <summary>The client closes the connection: its exclusive queues are gone when that is answered.</summary>
    private async ValueTask CloseAsync()
    {
        _connection.Commit();
        await EndAsync();
        lock (_connection.Output.Gate) ConnectionCloseOk.Write(_connection.Output.Buffer, 0);
        _connection.Drain();
    }

    private void WriteClose(AmqpChannel channel, AmqpException error)
    {
        Span<byte> text = stackalloc byte[ShortString.BytesMax];
        lock (_connection.Output.Gate)
        {
            ChannelClose.Write(
                _connection.Output.Buffer, channel.Number, (ushort)error.Code, ShortString.Fit(error.ReplyText, text),
                (ushort)((uint)(error.Method ?? MethodId.None) >> 16), (ushort)(error.Method ?? MethodId.None));
        }
    }

    private async ValueTask ReleaseAsync(AmqpChannel channel)
    {
        var unsettled = new List<UnackedEntry>();
        List<ChannelConsumer> consumers = channel.Close(unsettled);
        foreach (ChannelConsumer consumer in consumers)
            await _methods.RemoveAsync(consumer.Queue, consumer.Leave());
        BasicMethods.Release(unsettled, _connection.Session);
    }

    private AmqpChannel? Find(ushort number) => number < _channels.Length ? _channels[number] : null;

    private void Remove(AmqpChannel channel)
    {
        _channels[channel.Number] = null;
        _openCount--;
        _connection.Session.Remove(channel);
        channel.Dispose();
    }
}
