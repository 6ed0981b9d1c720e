namespace Weir.Amqp.Wire;

/// <summary>What a frame carries (specification 2.3.5, 4.2.3).</summary>
internal enum FrameType : byte
{
    Method = 1,
    Header = 2,
    Body = 3,
    Heartbeat = 8,
}
