namespace Weir.Amqp.Wire;

/// <summary>A frame that lies in one span.</summary>
internal readonly ref struct FrameView(FrameType type, ushort channel, ReadOnlySpan<byte> payload)
{
    public FrameType Type { get; } = type;

    public ushort Channel { get; } = channel;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>What the frame takes in the input.</summary>
    public int FrameBytes => FrameLayout.OverheadBytes + Payload.Length;
}
