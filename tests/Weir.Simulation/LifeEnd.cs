namespace Weir.Simulation;

/// <summary>How one life of the store ends.</summary>
internal enum LifeEnd
{
    PowerLoss,
    Kill,
    FailedSync,
    FullDisk,
    Close,
    CloseWithCheckpoint,
    FailedWrite,
}
