using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Weir.Amqp.Wire;
using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Broker.Security;
using Weir.Broker.Sessions;
using Weir.Broker.Tracing;
using Weir.Storage;
using Weir.Storage.Logs;
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
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BlockedAfter = TimeSpan.FromSeconds(1);

    private readonly RoomAccount _room = new();
    private readonly PipeReader _input;
    private readonly PipeWriter _pipe;
    private readonly PooledBufferWriter _chunk = new();
    private readonly Confirms _confirms;
    private readonly CommitTracker _commits = new();
    private readonly List<AmqpChannel> _confirming = [];
    private readonly List<(AmqpChannel Channel, ulong Number)> _refused = [];
    private readonly List<IWakeable> _waking = [];
    private readonly FrameDispatch _frames;
    private readonly CancellationTokenRegistration _stopping;
    private readonly CancellationTokenSource _ending = new();
    private int _position;
    private volatile bool _isAborted;
    private volatile bool _isShutdown;
    private volatile string? _forcedBy;

    public AmqpConnection(AmqpServer server, IDuplexPipe transport, EndPoint? remote, CancellationToken stopping)
    {
        Server = server;
        Remote = remote;
        _input = transport.Input;
        _pipe = transport.Output;
        Session = server.Broker.Connections.Open("AMQP 0-9-1", remote, Stop);
        Output = new ConnectionOutput(_pipe, server.Options.UnsentBytesMax, Session);
        _confirms = new Confirms(Output, server.Options.UnconfirmedReadsMax);
        Access = new AccessCache(server.Broker.Users, null, Namespace);
        Publisher = new Publisher(this);
        Settlements = new Settlements { By = Session };
        Liveness = new Liveness(this, server.Broker.Time, server.Options.HandshakeTimeout);
        FrameMax = server.Options.FrameBytesMax;
        Unfinished = new UnfinishedShare(server.Broker.Unfinished);
        _frames = new FrameDispatch(this);
        _stopping = stopping.UnsafeRegister(static state => ((AmqpConnection)state!).Shutdown(), this);
    }

    public AmqpServer Server { get; }

    public EndPoint? Remote { get; }

    /// <summary>What operators see of it.</summary>
    public ClientConnection Session { get; }

    public ConnectionOutput Output { get; }

    /// <summary>What its channels hold of messages that have come in part.</summary>
    public UnfinishedShare Unfinished { get; }

    public Publisher Publisher { get; }

    public Settlements Settlements { get; }

    public Liveness Liveness { get; }

    public ConnectionPhase Phase { get; set; }

    public ClientCapabilities Client { get; set; }

    public string User { get; set; } = "";

    /// <summary>Logged in as one of the users; false for guest while there is none.</summary>
    public bool IsKnownUser { get; set; }

    /// <summary>What the client may do in its namespace.</summary>
    public AccessCache Access { get; private set; }

    public string Namespace { get; private set; } = MessageBroker.DefaultNamespace;

    public int FrameMax { get; set; }

    public int ChannelsMax { get; set; }

    /// <summary>Queues that go with this connection.</summary>
    public List<Queue> ExclusiveQueues { get; } = [];

    /// <summary>The queue that this connection is deleting, and its consumers that have yet to be told.</summary>
    public Queue? Deleting { get; set; }

    /// <summary>Under the output's lock.</summary>
    public List<ChannelConsumer> Orphans { get; } = [];

    /// <summary>False while the session waits for something else than the client.</summary>
    public bool IsReading { get; private set; } = true;

    private bool IsToWaitForDisk =>
        Server.Broker.Store.Disk.IsShort && _room.OwedBytes > 0 && Phase == ConnectionPhase.Running;

    public async Task RunAsync()
    {
        try
        {
            while (Phase != ConnectionPhase.Ended && !_isAborted)
            {
                Session.WaitsFor = SessionWait.Client;
                ReadResult read = await _input.ReadAsync();
                if (_forcedBy is not null && Phase == ConnectionPhase.Draining) break;
                Session.WaitsFor = SessionWait.Nothing;
                if (!_isShutdown) CloseIfForced();
                Liveness.HasHeard |= !read.Buffer.IsEmpty;
                IsReading = false;
                long used = await ServeAsync(read.Buffer);
                IsReading = true;
                Session.BytesReceived += used;
                if (_isShutdown && Phase < ConnectionPhase.Closing)
                {
                    // What has arrived is served, and its confirms reach the client before the reason why it ends.
                    await _confirms.WhenIdleAsync();
                    CloseIfForced();
                }

                Output.Flush();
                _input.AdvanceTo(read.Buffer.GetPosition(used), read.Buffer.End);
                if (read.IsCompleted || Output.IsBroken || _confirms.HasFailed) break;
                if (_isShutdown && Phase == ConnectionPhase.Draining) break;
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
        Session.Dispose();
        Liveness.Dispose();
        Publisher.Dispose();
        Settlements.Dispose();
        Unfinished.Dispose();
        _chunk.Dispose();
        Output.Dispose();
        _ending.Dispose();
    }

    /// <summary>
    /// The client has opened the connection in that namespace. False when the namespace went away meanwhile.
    /// </summary>
    public bool TryEnter(string ns)
    {
        Namespace = ns;
        Access = new AccessCache(Server.Broker.Users, IsKnownUser ? User : null, ns);
        Publisher.Enter(ns);
        Server.Connections[this] = true;
        // Looked at last: either this sees that it is being deleted, or deleting sees this.
        return Server.Broker.Namespaces.Exists(ns);
    }

    /// <summary>Tells the client that the server ends the connection, and why; safe from anywhere.</summary>
    public void ForceClose(string reason)
    {
        _forcedBy = reason;
        StopWaiting();
        _input.CancelPendingRead();
    }

    /// <summary>Ends the connection without a word; safe from anywhere.</summary>
    public void Abort()
    {
        _isAborted = true;
        Output.Break();
        StopWaiting();
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

    /// <summary>The source may deliver again once what was settled is journaled.</summary>
    public void WakeLater(IWakeable source)
    {
        if (!_waking.Contains(source)) _waking.Add(source);
    }

    /// <summary>Stores what this read brought. Publishes first: who answers and then settles has done both.</summary>
    public void Commit()
    {
        PublishBatch publishes = Publisher.Batch;
        if (!publishes.IsEmpty || _confirming.Count > 0)
        {
            _room.Charge(publishes.Bytes);
            ConfirmBatch batch = _confirms.Rent();
            publishes.Commit(batch.Points, mayBlock: true);
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

        Settlements.Commit(mayBlock: true);
        foreach (IWakeable source in _waking) source.Wake();
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
                (ushort)((uint)(error.Method ?? MethodId.None) >> 16), (ushort)(error.Method ?? MethodId.None));
        }

        Phase = ConnectionPhase.Closing;
        Liveness.EndWithin(CloseTimeout);
        Output.Flush();
    }

    /// <summary>
    /// The client closed the connection and was answered. It goes when it has read that; a socket closed under what it
    /// still sends would take the answer away from it.
    /// </summary>
    public void Drain()
    {
        Phase = ConnectionPhase.Draining;
        Liveness.EndWithin(DrainTimeout);
    }

    private void Shutdown()
    {
        _isShutdown = true;
        Stop("shutdown");
    }

    private void CloseIfForced()
    {
        if (_forcedBy is { } reason && Phase is not (ConnectionPhase.Closing or ConnectionPhase.Ended))
            Close(new AmqpException(ReplyCode.ConnectionForced, reason));
    }

    private void Stop(string reason) => ForceClose($"broker forced connection closure with reason '{reason}'");

    /// <summary>Takes whole frames off the input; gives how many bytes they had.</summary>
    private async ValueTask<long> ServeAsync(ReadOnlySequence<byte> buffer)
    {
        long used = 0;
        if (Phase == ConnectionPhase.Header)
        {
            if (!TryReadHeader(buffer)) return Phase == ConnectionPhase.Ended ? buffer.Length : 0;
            used = ProtocolHeader.Length;
        }

        Publisher.Begin();
        while (used < buffer.Length && Phase < ConnectionPhase.Draining && !_isAborted)
        {
            ReadOnlySequence<byte> rest = buffer.Slice(used);
            if (IsIncomplete(rest, FrameMax)) break;
            // Who publishes waits for the disk; who only consumes makes room and never waits here.
            if (IsToWaitForDisk && !await WaitForDiskAsync()) break;
            ValueTask room = Server.Broker.Store.WaitForRoomAsync(_room, CancellationToken.None);
            if (!room.IsCompletedSuccessfully) await WaitForRoomAsync(room.AsTask());
            if (_confirms.IsFull) await _confirms.WhenIdleAsync();
            int taken = await ServeChunkAsync(Contiguous(rest));
            if (taken == 0) break;
            used += taken;
            Commit();
        }

        return Phase == ConnectionPhase.Draining ? buffer.Length : used;
    }

    private async ValueTask<int> ServeChunkAsync(ReadOnlyMemory<byte> chunk)
    {
        _position = 0;
        while (_position < chunk.Length && Phase < ConnectionPhase.Draining)
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
        error.Method ??= _frames.Method;
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

    /// <summary>
    /// By the first frame's size: a large frame is not gone over again with each of its packets. One that is too large
    /// is not waited for.
    /// </summary>
    private static bool IsIncomplete(ReadOnlySequence<byte> rest, int frameMax)
    {
        if (rest.Length < FrameLayout.HeadBytes) return false;
        Span<byte> head = stackalloc byte[FrameLayout.HeadBytes];
        rest.Slice(0, FrameLayout.HeadBytes).CopyTo(head);
        uint size = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(head[3..]);
        return size <= frameMax - FrameLayout.OverheadBytes && rest.Length < size + FrameLayout.OverheadBytes;
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
    private async ValueTask WaitForRoomAsync(Task waiting)
    {
        Output.Flush();
        Session.WaitsFor = SessionWait.Room;
        using var timer = new CancellationTokenSource();
        Task late = Task.Delay(BlockedAfter, Server.Broker.Time, timer.Token);
        if (await Task.WhenAny(waiting, late) != waiting && Client.WantsBlocked)
        {
            SayBlocked("low on memory"u8);
            await waiting;
            SayUnblocked();
        }

        await timer.CancelAsync();
        await waiting;
        Session.WaitsFor = SessionWait.Nothing;
        Publisher.Begin();
    }

    /// <summary>
    /// Until the disk has room; false when the connection is to end before. The client is told at once: it may be long.
    /// </summary>
    private async ValueTask<bool> WaitForDiskAsync()
    {
        Session.WaitsFor = SessionWait.Room;
        if (Client.WantsBlocked) SayBlocked("low on disk"u8);
        else Output.Flush();
        try
        {
            await Server.Broker.Store.Disk.WhenFoundAsync().WaitAsync(_ending.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        if (Client.WantsBlocked) SayUnblocked();
        Session.WaitsFor = SessionWait.Nothing;
        Publisher.Begin();
        return true;
    }

    private void SayBlocked(ReadOnlySpan<byte> reason)
    {
        lock (Output.Gate) ConnectionBlocked.Write(Output.Buffer, 0, reason);
        Output.Flush();
    }

    private void SayUnblocked()
    {
        lock (Output.Gate) ConnectionUnblocked.Write(Output.Buffer, 0);
    }

    private void StopWaiting()
    {
        try
        {
            _ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Told to end when it had ended.
        }
    }

    private async ValueTask EndAsync()
    {
        Server.Connections.TryRemove(this, out _);
        await _frames.EndAsync();
        await _confirms.WhenIdleAsync();
        if (!_isAborted) Liveness.EndWithin(CloseTimeout);
        Phase = ConnectionPhase.Ended;
        await Output.WhenIdleAsync();
        Output.Break();
    }
}
