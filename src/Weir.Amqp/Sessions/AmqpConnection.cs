using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Weir.Amqp.Wire;
using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Storage;
using Weir.Wire;

namespace Weir.Amqp.Sessions;

/// <summary>
/// One client connection. Each socket read is taken in one pass: its publishes become one batch, its settlements one
/// event a queue, and both are committed at its end; <see cref="Confirms"/> answers when they are durable. The session
/// waits for nothing but the request it serves and for room in the log store, never for a consumer.
/// </summary>
internal sealed class AmqpConnection : IAsyncDisposable
{
    private const int ChunkBytesMax = 256 << 10;
    private const long BatchBytesMax = 1 << 20;
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan BlockedAfter = TimeSpan.FromSeconds(1);

    private readonly PipeReader _input;
    private readonly PipeWriter _pipe;
    private readonly PooledBufferWriter _chunk = new();
    private readonly Confirms _confirms;
    private readonly CommitTracker _commits = new();
    private readonly List<AmqpChannel> _confirming = [];
    private readonly List<(AmqpChannel Channel, ulong Number)> _refused = [];
    private readonly List<Queue> _waking = [];
    private readonly FrameDispatch _frames;
    private readonly CancellationTokenRegistration _stopping;
    private int _position;
    private volatile bool _isAborted;
    private volatile bool _isStopping;

    public AmqpConnection(AmqpServer server, IDuplexPipe transport, EndPoint? remote, CancellationToken stopping)
    {
        Server = server;
        Remote = remote;
        _input = transport.Input;
        _pipe = transport.Output;
        Output = new ConnectionOutput(_pipe, server.Options.UnsentBytesMax);
        _confirms = new Confirms(Output, server.Options.UnconfirmedReadsMax);
        Publisher = new Publisher(this);
        Liveness = new Liveness(this, server.Broker.Time, server.Options.HandshakeTimeout);
        FrameMax = server.Options.FrameBytesMax;
        _frames = new FrameDispatch(this);
        _stopping = stopping.UnsafeRegister(static state => ((AmqpConnection)state!).Stop(), this);
    }

    public AmqpServer Server { get; }

    public EndPoint? Remote { get; }

    public ConnectionOutput Output { get; }

    public Publisher Publisher { get; }

    public Settlements Settlements { get; } = new();

    public Liveness Liveness { get; }

    public ConnectionPhase Phase { get; set; }

    public ClientCapabilities Client { get; set; }

    public string User { get; set; } = "";

    public string Namespace { get; } = MessageBroker.DefaultNamespace;

    public int FrameMax { get; set; }

    public int ChannelsMax { get; set; }

    /// <summary>Queues that go with this connection.</summary>
    public List<Queue> ExclusiveQueues { get; } = [];

    /// <summary>False while the session waits for something else than the client.</summary>
    public bool IsReading { get; private set; } = true;

    public async Task RunAsync()
    {
        try
        {
            while (Phase != ConnectionPhase.Ended && !_isAborted)
            {
                ReadResult read = await _input.ReadAsync();
                if (_isStopping && Phase is not (ConnectionPhase.Closing or ConnectionPhase.Ended))
                {
                    Close(new AmqpException(
                        ReplyCode.ConnectionForced, "broker forced connection closure with reason 'shutdown'"));
                }

                Liveness.HasHeard |= !read.Buffer.IsEmpty;
                IsReading = false;
                long used = await ServeAsync(read.Buffer);
                IsReading = true;
                Output.Flush();
                _input.AdvanceTo(read.Buffer.GetPosition(used), read.Buffer.End);
                if (read.IsCompleted || Output.IsBroken || _confirms.HasFailed) break;
            }
        }
        finally
        {
            await EndAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.DisposeAsync();
        Liveness.Dispose();
        Publisher.Dispose();
        Settlements.Dispose();
        _chunk.Dispose();
        Output.Dispose();
    }

    /// <summary>Ends the connection without a word; safe from anywhere.</summary>
    public void Abort()
    {
        _isAborted = true;
        Output.Break();
        _input.CancelPendingRead();
    }

    public void SendHeartbeat()
    {
        if (Output.HasSent)
        {
            Output.HasSent = false;
            return;
        }

        lock (Output.Gate) HeartbeatFrame.Write(Output.Buffer);
        Output.Flush();
        Output.HasSent = false;
    }

    /// <summary>A publish of a channel in confirm mode: it is confirmed with the next commit.</summary>
    public void Count(AmqpChannel channel)
    {
        channel.Published++;
        if (channel.IsConfirming) return;
        channel.IsConfirming = true;
        _confirming.Add(channel);
    }

    /// <summary>The publish that was counted last was refused by a full queue.</summary>
    public void Refuse(AmqpChannel channel) => _refused.Add((channel, channel.Published));

    /// <summary>The queue may deliver again once what was settled is journaled.</summary>
    public void WakeLater(Queue queue)
    {
        if (!_waking.Contains(queue)) _waking.Add(queue);
    }

    /// <summary>Stores what this read brought. Publishes first: who answers and then settles has done both.</summary>
    public void Commit()
    {
        PublishBatch publishes = Publisher.Batch;
        if (!publishes.IsEmpty || _confirming.Count > 0)
        {
            ConfirmBatch batch = _confirms.Rent();
            publishes.Commit(batch.Points);
            _commits.Add(batch.Points);
            foreach (AmqpChannel channel in _confirming)
            {
                channel.IsConfirming = false;
                batch.Channels.Add((channel, channel.Published));
            }

            batch.Refused.AddRange(_refused);
            _refused.Clear();
            _confirming.Clear();
            if (batch.Channels.Count > 0) _confirms.Add(batch);
            else _confirms.Return(batch);
        }

        Settlements.Commit();
        foreach (Queue queue in _waking) queue.Wake();
        _waking.Clear();
    }

    /// <summary>Stores what this read brought and waits until all that this connection published can be read.</summary>
    public ValueTask CommitAndWaitAsync()
    {
        Commit();
        return _commits.WaitAsync();
    }

    public void Track(CommitPoint point) => _commits.Add(point);

    /// <summary>Tells the client that the connection is over, and why.</summary>
    public void Close(AmqpException error)
    {
        Server.Logger.ConnectionRefused(Remote, (int)error.Code, error.ReplyText);
        bool isLogin = Phase == ConnectionPhase.StartOk && error.Code == ReplyCode.AccessRefused;
        if (Phase <= ConnectionPhase.StartOk && !(isLogin && Client.WantsLoginFailure))
        {
            // A peer that is not let in, or speaks something else, gets no reasons.
            Phase = ConnectionPhase.Ended;
            return;
        }

        Span<byte> text = stackalloc byte[ShortString.BytesMax];
        lock (Output.Gate)
        {
            ConnectionClose.Write(
                Output.Buffer, 0, (ushort)error.Code, ShortString.Fit(error.ReplyText, text),
                (ushort)((uint)error.Method >> 16), (ushort)error.Method);
        }

        Phase = ConnectionPhase.Closing;
        Liveness.EndWithin(CloseTimeout);
        Output.Flush();
    }

    private void Stop()
    {
        _isStopping = true;
        _input.CancelPendingRead();
    }

    /// <summary>Takes whole frames off the input; gives how many bytes they had.</summary>
    private async ValueTask<long> ServeAsync(ReadOnlySequence<byte> buffer)
    {
        long used = 0;
        if (Phase == ConnectionPhase.Header)
        {
            if (!TryReadHeader(buffer)) return Phase == ConnectionPhase.Ended ? buffer.Length : 0;
            used = ProtocolHeader.Length;
        }

        Publisher.NowMs = Server.Broker.NowMs;
        while (used < buffer.Length && Phase != ConnectionPhase.Ended && !_isAborted)
        {
            ReadOnlySequence<byte> rest = buffer.Slice(used);
            if (IsIncomplete(rest)) break;
            if (!Server.Broker.Store.HasRoom) await WaitForRoomAsync();
            if (_confirms.IsFull) await _confirms.WhenIdleAsync();
            int taken = await ServeChunkAsync(Contiguous(rest));
            if (taken == 0) break;
            used += taken;
            Commit();
        }

        return used;
    }

    private async ValueTask<int> ServeChunkAsync(ReadOnlyMemory<byte> chunk)
    {
        _position = 0;
        while (_position < chunk.Length && Phase != ConnectionPhase.Ended)
        {
            int before = _position;
            try
            {
                ValueTask pending = _frames.Take(chunk.Span, ref _position);
                if (!pending.IsCompletedSuccessfully) await pending;
                else if (_position == before) break;
            }
            catch (AmqpException e)
            {
                await RefuseAsync(e);
                // Behind a malformed frame nothing can be found.
                if (e.Code == ReplyCode.FrameError) _position = chunk.Length;
            }

            if (Publisher.Batch.Bytes >= BatchBytesMax) Commit();
        }

        return _position;
    }

    private async ValueTask RefuseAsync(AmqpException error)
    {
        Commit();
        error.Method = _frames.Method;
        if (error.IsSoft && Phase == ConnectionPhase.Running && _frames.Current is { } channel)
        {
            await _frames.CloseChannelAsync(channel, error);
            return;
        }

        if (Phase is ConnectionPhase.Closing or ConnectionPhase.Ended)
        {
            Phase = ConnectionPhase.Ended;
            return;
        }

        Close(error);
    }

    private bool TryReadHeader(ReadOnlySequence<byte> buffer)
    {
        switch (ProtocolHeader.Read(buffer))
        {
            case ProtocolHeaderKind.Amqp091:
                _frames.Connection.Start();
                return true;
            case ProtocolHeaderKind.Incomplete:
                return false;
            default:
                lock (Output.Gate) Output.Buffer.Write(ProtocolHeader.Bytes);
                Phase = ConnectionPhase.Ended;
                return false;
        }
    }

    /// <summary>By the first frame's size: a large frame is not gone over again with each of its packets.</summary>
    private static bool IsIncomplete(ReadOnlySequence<byte> rest)
    {
        if (rest.Length < FrameLayout.HeadBytes) return false;
        Span<byte> head = stackalloc byte[FrameLayout.HeadBytes];
        rest.Slice(0, FrameLayout.HeadBytes).CopyTo(head);
        uint size = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(head[3..]);
        return size < ChunkBytesMax && rest.Length < size + FrameLayout.OverheadBytes;
    }

    private ReadOnlyMemory<byte> Contiguous(ReadOnlySequence<byte> rest)
    {
        if (rest.IsSingleSegment) return rest.First;
        int bytes = (int)Math.Min(rest.Length, ChunkBytesMax);
        _chunk.Reset();
        rest.Slice(0, bytes).CopyTo(_chunk.Reserve(bytes));
        return _chunk.WrittenMemory;
    }

    /// <summary>The one thing a producer waits for besides its commits. Clients are told when it takes long.</summary>
    private async ValueTask WaitForRoomAsync()
    {
        ValueTask room = Server.Broker.Store.WaitForRoomAsync(CancellationToken.None);
        if (room.IsCompletedSuccessfully) return;
        Output.Flush();
        Task waiting = room.AsTask();
        using var timer = new CancellationTokenSource();
        Task late = Task.Delay(BlockedAfter, Server.Broker.Time, timer.Token);
        if (await Task.WhenAny(waiting, late) != waiting && Client.WantsBlocked)
        {
            lock (Output.Gate) ConnectionBlocked.Write(Output.Buffer, 0, "low on memory"u8);
            Output.Flush();
            await waiting;
            lock (Output.Gate) ConnectionUnblocked.Write(Output.Buffer, 0);
        }

        await timer.CancelAsync();
        await waiting;
        Publisher.NowMs = Server.Broker.NowMs;
    }

    private async ValueTask EndAsync()
    {
        await _frames.EndAsync();
        await _confirms.WhenIdleAsync();
        if (!_isAborted) Liveness.EndWithin(CloseTimeout);
        Phase = ConnectionPhase.Ended;
        await Output.WhenIdleAsync();
        Output.Break();
    }
}
