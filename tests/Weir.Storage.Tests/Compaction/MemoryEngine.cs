using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Weir.Storage.Manifests;

namespace Weir.Storage.Tests.Compaction;

/// <summary>
/// An engine in memory, with hooks where these tests interfere. It outlives a store, so dropping a store and opening
/// another one is a crash that lost nothing the engine had confirmed.
/// </summary>
internal sealed class MemoryEngine : IStorageEngine, IOwnership, IJournal, IManifest, IBlobStore
{
    private readonly int[] _epochs = new int[ShardId.Count];
    private readonly List<byte[]>[] _frames =
        [.. Enumerable.Range(0, ShardId.Count).Select(static _ => new List<byte[]>())];

    private readonly ShardManifest[] _manifests = [.. Enumerable.Repeat(ShardManifest.Empty, ShardId.Count)];

    public ConcurrentDictionary<string, byte[]> Contents { get; } = new();

    /// <summary>Frames that come while it is true are lost, and never answered.</summary>
    public bool LosesFrames { get; set; }

    public Func<string, ValueTask> BeforeCreate { get; set; } = static _ => default;

    public Func<string, ValueTask> BeforeOpen { get; set; } = static _ => default;

    public Func<ManifestEdit, ValueTask> BeforeCommit { get; set; } = static _ => default;

    public Func<ValueTask> AfterCommit { get; set; } = static () => default;

    public IOwnership Ownership => this;

    public IJournal Journal => this;

    public IManifest Manifest => this;

    public IBlobStore Blobs => this;

    public ICatalog Catalog => throw new NotSupportedException();

    public Task<StorageFailedException> Failed { get; } = new TaskCompletionSource<StorageFailedException>().Task;

    public ShardManifest ManifestOf(ShardId shard) => _manifests[shard.Value];

    public ValueTask<Fence?> ClaimAsync(ShardId shard, CancellationToken cancel) =>
        new(new Fence(shard, ++_epochs[shard.Value]));

    public ValueTask ReleaseAsync(Fence fence, CancellationToken cancel) => default;

    public bool MayServe(Fence fence) => IsCurrent(fence);

    public IAsyncEnumerable<Placement> WatchAsync(CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<Commit> AppendAsync(
        Fence fence, long lsn, ReadOnlySequence<byte> frame, Durability durability, bool mayBlock = false)
    {
        if (!IsCurrent(fence)) return new ValueTask<Commit>(Commit.Fenced);
        if (LosesFrames) return new ValueTask<Commit>(new TaskCompletionSource<Commit>().Task);
        List<byte[]> frames = _frames[fence.Shard.Value];
        Assert.Equal(frames.Count + 1, lsn);
        frames.Add(frame.ToArray());
        return new ValueTask<Commit>(Commit.Done);
    }

    public async IAsyncEnumerable<JournalFrame> ReplayAsync(
        Fence fence, long fromLsn, [EnumeratorCancellation] CancellationToken cancel)
    {
        await ValueTask.CompletedTask;
        List<byte[]> frames = _frames[fence.Shard.Value];
        for (int i = (int)fromLsn - 1; i < frames.Count; i++) yield return new JournalFrame(i + 1, frames[i]);
    }

    public ValueTask<ShardManifest> LoadAsync(Fence fence, CancellationToken cancel) =>
        new(_manifests[fence.Shard.Value]);

    public async ValueTask<Commit> CommitAsync(Fence fence, ManifestEdit edit, CancellationToken cancel)
    {
        await BeforeCommit(edit);
        if (!IsCurrent(fence)) return Commit.Fenced;
        _manifests[fence.Shard.Value] = ManifestRules.Apply(_manifests[fence.Shard.Value], edit);
        await AfterCommit();
        return Commit.Done;
    }

    public async ValueTask<IBlobWriter> CreateAsync(string key, CancellationToken cancel)
    {
        await BeforeCreate(key);
        return new Writer(Contents, key);
    }

    public async ValueTask<IBlob> OpenAsync(string key, CancellationToken cancel)
    {
        await BeforeOpen(key);
        return Contents.TryGetValue(key, out byte[]? bytes) ? new Blob(bytes) : throw new FileNotFoundException(key);
    }

    public ValueTask DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancel)
    {
        foreach (string key in keys) Contents.TryRemove(key, out _);
        return default;
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        await ValueTask.CompletedTask;
        foreach (string key in Contents.Keys)
            if (key.StartsWith(prefix, StringComparison.Ordinal)) yield return key;
    }

    public ValueTask DisposeAsync() => default;

    private bool IsCurrent(Fence fence) => fence.Epoch == _epochs[fence.Shard.Value];

    private sealed class Writer(ConcurrentDictionary<string, byte[]> contents, string key) : IBlobWriter
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
        {
            _bytes.Write(bytes.Span);
            return default;
        }

        public ValueTask CompleteAsync(CancellationToken cancel)
        {
            Assert.True(contents.TryAdd(key, _bytes.WrittenSpan.ToArray()));
            return default;
        }

        public ValueTask DisposeAsync() => default;
    }

    private sealed class Blob(byte[] bytes) : IBlob
    {
        public long Length => bytes.Length;

        public ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancel)
        {
            int read = (int)Math.Clamp(bytes.Length - offset, 0, destination.Length);
            bytes.AsMemory((int)offset, read).CopyTo(destination);
            return new ValueTask<int>(read);
        }

        public void Dispose()
        {
        }
    }
}
