namespace Weir.Amqp.Wire;

/// <summary>How far the reading of one frame got.</summary>
internal enum FrameStatus : byte
{
    /// <summary>A whole frame was sliced off.</summary>
    Complete,

    /// <summary>All is well so far, the rest has not arrived.</summary>
    NeedMore,

    /// <summary>The bytes can never become a frame.</summary>
    Malformed,
}
