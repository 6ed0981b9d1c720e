using System.Buffers;
using System.Buffers.Binary;
using Weir.Amqp.Wire;
using Weir.Fuzz.Tests.Engine;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>
/// The frame reader, and the fast path of publishing beside it. Input in one piece and input in segments must be judged
/// alike, and what the fast path takes the frame reader must take as the same frames.
/// </summary>
internal sealed class AmqpFrames : FuzzTarget
{
    private const int FrameBytesMax = 4096;

    public override string Name => "amqp-frames";

    public override IEnumerable<byte[]> Seeds() => AmqpStreams.Real();

    public override byte[] Generate(Random random) => AmqpStreams.Random(random);

    public override string Execute(byte[] input)
    {
        ReadOnlySequence<byte> whole = new(input);
        ReadOnlySequence<byte> pieces = Segments.Of(input);
        int frames = 0;
        while (true)
        {
            FrameStatus status = FrameReader.TryRead(ref whole, FrameBytesMax, out Frame frame, out WireError error);
            FrameStatus inPieces = FrameReader.TryRead(ref pieces, FrameBytesMax, out Frame same,
                out WireError sameError);
            FuzzException.Require(status == inPieces && error == sameError, "segments are judged in another way");
            if (status != FrameStatus.Complete)
            {
                ScanPublishes(input);
                return $"{status} {error} after {Math.Min(frames, 8)}";
            }

            FuzzException.Require(
                frame.Type == same.Type && frame.Channel == same.Channel
                && frame.Payload.ToArray().AsSpan().SequenceEqual(same.Payload.ToArray()),
                    "segments give another frame");
            FuzzException.Require(whole.Length == pieces.Length, "segments end elsewhere");
            frames++;
        }
    }

    private static void ScanPublishes(byte[] input)
    {
        if (input.Length < 3) return;
        ushort channel = BinaryPrimitives.ReadUInt16BigEndian(input.AsSpan(1));
        var scanner = new PublishScanner(input, channel, FrameBytesMax);
        ReadOnlySpan<byte> rest = input;
        while (scanner.TryRead(out PublishView publish))
        {
            FuzzException.Require(Take(ref rest, out FrameView method), "the fast path took what is no method frame");
            FuzzException.Require(
                MethodFrame.TryRead(method.Payload, out MethodId id, out ReadOnlySpan<byte> arguments)
                && id == MethodId.BasicPublish && BasicPublish.TryRead(arguments, out BasicPublish slow)
                && slow.Exchange.SequenceEqual(publish.Exchange) && slow.RoutingKey.SequenceEqual(publish.RoutingKey)
                && slow.Mandatory == publish.Mandatory && slow.Immediate == publish.Immediate,
                "the fast path read another publish");
            FuzzException.Require(
                Take(ref rest, out FrameView head)
                && ContentHeader.TryRead(head.Payload, out ContentHeader header) == WireError.None
                && header.BodyBytes == (ulong)publish.Body.Length
                    && header.Properties.SequenceEqual(publish.Properties),
                "the fast path read another header");
            if (publish.Body.IsEmpty) continue;
            FuzzException.Require(
                Take(ref rest, out FrameView body) && body.Payload.SequenceEqual(publish.Body),
                "the fast path read another body");
        }

        FuzzException.Require(rest.Length == scanner.Rest.Length, "the fast path stopped elsewhere");
    }

    private static bool Take(ref ReadOnlySpan<byte> rest, out FrameView frame)
    {
        if (FrameReader.TryRead(rest, FrameBytesMax, out frame, out _) != FrameStatus.Complete) return false;
        rest = rest[frame.FrameBytes..];
        return true;
    }
}
