using Weir.Storage.Embedded.Journal;
using Weir.Storage.Files;
using Weir.Storage.Manifests;

namespace Weir.Storage.Embedded;

/// <summary>
/// The shards' manifests, cached, one file each. A shard whose manifest is damaged is refused; the others are not
/// touched. The gates order commits against claims: a claim waits for the commit that is under way.
/// </summary>
internal sealed class EmbeddedManifest : IManifest
{
    private readonly IFileSystem _files;
    private readonly ShardStream[] _streams;
    private readonly ShardManifest?[] _manifests = new ShardManifest?[ShardId.Count];
    private readonly DamagedDataException?[] _damages = new DamagedDataException?[ShardId.Count];
    private readonly Action<Exception> _fail;
    private Action? _free;
    private volatile bool _hasStopped;

    public EmbeddedManifest(IFileSystem files, ShardStream[] streams, Action<Exception> fail)
    {
        _files = files;
        _streams = streams;
        _fail = fail;
        for (int shard = 0; shard < ShardId.Count; shard++)
            Load(shard);
    }

    public SemaphoreSlim[] Gates { get; } =
        [.. Enumerable.Range(0, ShardId.Count).Select(static _ => new SemaphoreSlim(1, 1))];

    public IEnumerable<DamagedDataException> Damages => _damages.OfType<DamagedDataException>();

    /// <summary>What to do when a checkpoint may have freed journal files.</summary>
    public void OnCheckpoint(Action free) => _free = free;

    public void Stop() => _hasStopped = true;

    public ValueTask<ShardManifest> LoadAsync(Fence fence, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (!_streams[fence.Shard.Value].IsCurrent(fence.Epoch))
            throw new InvalidOperationException($"The fence of {fence.Shard} is stale: it was claimed again.");
        if (_damages[fence.Shard.Value] is { } damage)
            throw new DamagedDataException(damage.Message, damage);
        return new ValueTask<ShardManifest>(Volatile.Read(ref _manifests[fence.Shard.Value])!);
    }

    public async ValueTask<Commit> CommitAsync(Fence fence, ManifestEdit edit, CancellationToken cancel)
    {
        int shard = fence.Shard.Value;
        await Task.Yield();
        await Gates[shard].WaitAsync(cancel);
        try
        {
            if (_hasStopped)
                return Commit.Unknown;
            if (!_streams[shard].IsCurrent(fence.Epoch))
                return Commit.Fenced;
            if (_damages[shard] is { } damage)
                throw new DamagedDataException(damage.Message, damage);
            return Apply(shard, edit);
        }
        finally
        {
            Gates[shard].Release();
        }
    }

    private Commit Apply(int shard, ManifestEdit edit)
    {
        ShardStream stream = _streams[shard];
        ShardManifest next = ManifestRules.Apply(_manifests[shard]!, edit);
        lock (stream.Gate)
        {
            if (edit.CheckpointLsn >= stream.Frames.NextLsn)
                throw new ArgumentException($"{stream.Frames.NextLsn - 1} is the last LSN there is.", nameof(edit));
        }

        try
        {
            ManifestFile.Prepare(_files, shard, next);
        }
        catch (Exception e) when (e is not DiskFullException)
        {
            _fail(e);
            return Commit.Unknown;
        }

        try
        {
            ManifestFile.Replace(_files, shard);
            Volatile.Write(ref _manifests[shard], next);
            stream.SetCheckpoint(next.CheckpointLsn);
            _free?.Invoke();
        }
        catch (Exception e)
        {
            _fail(e);
            return Commit.Unknown;
        }

        return Commit.Done;
    }

    private void Load(int shard)
    {
        try
        {
            ShardManifest manifest = ManifestFile.Read(_files, shard);
            _manifests[shard] = manifest;
            _streams[shard].SetCheckpoint(manifest.CheckpointLsn);
        }
        catch (DamagedDataException e)
        {
            _damages[shard] = e;
            _streams[shard].HasUnknownCheckpoint = true;
        }
    }
}
