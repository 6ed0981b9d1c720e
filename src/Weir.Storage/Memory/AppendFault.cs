namespace Weir.Storage.Memory;

/// <summary>What happens to an append.</summary>
public enum AppendFault
{
    None,

    /// <summary>Answered Unknown; the frame is stored.</summary>
    UnknownButStored,

    /// <summary>Answered Unknown; the frame is not stored.</summary>
    UnknownAndLost,

    /// <summary>Answered Unknown, and the engine fails for good, as after a failed fsync.</summary>
    EngineFails,
}
