using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>The eight octets of a heartbeat (specification 4.2.7): type 8, channel 0, no payload.</summary>
internal static class HeartbeatFrame
{
    public static ReadOnlySpan<byte> Bytes => [8, 0, 0, 0, 0, 0, 0, FrameLayout.End];

    public static void Write(IBufferWriter<byte> output) => output.Write(Bytes);
}
