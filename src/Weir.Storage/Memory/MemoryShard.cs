namespace Weir.Storage.Memory;

/// <summary>One shard's state. The store's gate guards it.</summary>
internal sealed class MemoryShard
{
    public int Epoch { get; set; }

    public int LastEpoch { get; set; }

    public bool InFlight { get; set; }

    public TaskCompletionSource? Idle { get; set; }

    public ShardManifest Manifest { get; set; } = ShardManifest.Empty;

    /// <summary>Frames above the checkpoint, dense.</summary>
    public List<MemoryFrame> Frames { get; private init; } = [];

    public long NextLsn => Manifest.CheckpointLsn + 1 + Frames.Count;

    /// <summary>What a crash leaves when frames above a sequence are lost.</summary>
    public MemoryShard Survivor(long lastSequence) => new()
    {
        LastEpoch = LastEpoch,
        Manifest = Manifest,
        Frames = Frames.FindAll(frame => frame.Sequence <= lastSequence),
    };
}
