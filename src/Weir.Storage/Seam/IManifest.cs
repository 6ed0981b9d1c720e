namespace Weir.Storage;

/// <summary>
/// What a shard's checkpoints have made permanent: where replay starts, and which blobs hold the rest.
/// </summary>
public interface IManifest
{
    ValueTask<ShardManifest> LoadAsync(Fence fence, CancellationToken cancel);

    /// <summary>
    /// Applies the edit atomically and durably. Journal frames up to the edit's checkpoint LSN may be freed after that.
    /// Throws <see cref="Files.DiskFullException"/> when there is no room for it: nothing has changed then.
    /// </summary>
    ValueTask<Commit> CommitAsync(Fence fence, ManifestEdit edit, CancellationToken cancel);
}
