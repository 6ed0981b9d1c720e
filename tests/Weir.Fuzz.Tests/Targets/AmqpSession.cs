using System.IO.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Amqp;
using Weir.Amqp.Sessions;
using Weir.Amqp.Wire;
using Weir.Broker;
using Weir.Fuzz.Tests.Engine;
using Weir.Storage.Memory;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>
/// A whole session over pipes, from the open connection on: whatever the client sends, the session ends by itself when
/// the client goes, and what it says are whole frames. The broker behind it is made anew now and then.
/// </summary>
internal sealed class AmqpSession : FuzzTarget, IDisposable
{
    private const int LivesMax = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly byte[] Handshake =
    [
        .. ProtocolHeader.Bytes,
        .. AmqpStreams.Write(static output =>
        {
            ConnectionStartOk.Write(output, 0, [], "PLAIN"u8, "\0guest\0guest"u8, "en_US"u8);
            ConnectionTuneOk.Write(output, 0, 2047, 131_072, 0);
            ConnectionOpen.Write(output, 0, "/"u8);
        }),
    ];

    private MemoryEngine _engine = null!;
    private MessageBroker _broker = null!;
    private AmqpServer _server = null!;
    private int _lives = LivesMax;

    public override string Name => "amqp-session";

    public override IEnumerable<byte[]> Seeds() => AmqpStreams.Real();

    public override byte[] Generate(Random random) => AmqpStreams.Random(random);

    public override long AllocatedBytesMax(byte[] input) => 64 << 20;

    public override string Execute(byte[] input)
    {
        if (_lives++ >= LivesMax) Renew();
        var up = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var down = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        long before = GC.GetTotalAllocatedBytes();
        var session = new AmqpConnection(_server, new Ends(up.Reader, down.Writer), null, CancellationToken.None);
        Task serving = Task.Run(session.RunAsync);
        up.Writer.WriteAsync((byte[])[.. Handshake, .. input]).AsTask().Wait();
        up.Writer.Complete();
        FuzzException.Require(serving.Wait(Patience), "the session does not end with its client");
        down.Writer.Complete();
        FuzzException.Require(GC.GetTotalAllocatedBytes() - before < 256 << 20, "a session took 256 MiB");
        return Answers(down.Reader);
    }

    public void Dispose()
    {
        _broker?.DisposeAsync().AsTask().Wait();
        _engine?.DisposeAsync().AsTask().Wait();
    }

    private static string Answers(PipeReader reader)
    {
        if (!reader.TryRead(out ReadResult read)) return "silence";
        System.Buffers.ReadOnlySequence<byte> rest = read.Buffer;
        SortedSet<string> answers = [];
        FrameStatus status;
        while ((status = FrameReader.TryRead(ref rest, 131_072, out Frame frame, out _)) == FrameStatus.Complete)
        {
            if (frame.Type != FrameType.Method) continue;
            byte[] payload = System.Buffers.BuffersExtensions.ToArray(frame.Payload);
            MethodFrame.TryRead(payload, out MethodId id, out ReadOnlySpan<byte> arguments);
            ushort code = 0;
            if (id == MethodId.ConnectionClose && ConnectionClose.TryRead(arguments, out ConnectionClose connection))
                code = connection.ReplyCode;
            if (id == MethodId.ChannelClose && ChannelClose.TryRead(arguments, out ChannelClose channel))
                code = channel.ReplyCode;
            FuzzException.Require(code != 541, $"internal error: {System.Text.Encoding.UTF8.GetString(arguments)}");
            if (code != 0 || answers.Count < 6) answers.Add($"{id} {code}");
        }

        FuzzException.Require(status == FrameStatus.NeedMore && rest.IsEmpty, "the session said no whole frames");
        return string.Join(' ', answers);
    }

    private void Renew()
    {
        Dispose();
        _engine = new MemoryEngine();
        _broker = MessageBroker.OpenAsync(
            _engine, new BrokerOptions { MessageIds = new MessageIdReader() }, TimeProvider.System,
                CancellationToken.None)
            .AsTask().Result;
        _server = new AmqpServer(_broker, new AmqpOptions(), NullLogger<AmqpServer>.Instance);
        _lives = 0;
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
