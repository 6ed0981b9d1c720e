using System.Buffers;
using System.Text;

namespace Weir.Storage.Tests.Contract;

/// <summary>What every engine promises. A subclass opens its engine and opens it again after a clean close.</summary>
public abstract class StorageEngineContract : IAsyncLifetime
{
    private static readonly ShardId Shard = new(7);
    private static readonly CancellationToken None = CancellationToken.None;

    protected IStorageEngine Engine { get; private set; } = null!;

    public async Task InitializeAsync() => Engine = await OpenAsync();

    public async Task DisposeAsync()
    {
        await Engine.DisposeAsync();
        await CleanUpAsync();
    }

    protected abstract Task<IStorageEngine> OpenAsync();

    /// <summary>Closes the engine and opens what it left.</summary>
    protected abstract Task<IStorageEngine> ReopenAsync(IStorageEngine engine);

    protected virtual Task CleanUpAsync() => Task.CompletedTask;

    [Fact]
    public async Task Appended_frames_are_replayed_in_order_also_by_the_next_start()
    {
        Fence fence = await Claim();
        for (long lsn = 1; lsn <= 20; lsn++)
            Assert.Equal(Commit.Done, await Append(fence, lsn, lsn % 2 == 0 ? Durability.Fsync : Durability.Os));
        Assert.Equal(Numbers(1, 20), await Replay(fence, 1));

        Engine = await ReopenAsync(Engine);
        Fence next = await Claim();
        Assert.True(next.Epoch > fence.Epoch);
        Assert.Equal(Numbers(1, 20), await Replay(next, 1));
        Assert.Equal(Numbers(15, 20), await Replay(next, 15));
        Assert.Empty(await Replay(next, 21));
        Assert.Equal(Commit.Done, await Append(next, 21));
        Assert.Equal(Numbers(1, 21), await Replay(next, 1));
    }

    [Fact]
    public async Task Frames_of_many_segments_and_of_none_come_back_whole()
    {
        Fence fence = await Claim();
        byte[] body = [.. Enumerable.Range(0, 5000).Select(static i => (byte)i)];
        Assert.Equal(Commit.Done, await Engine.Journal.AppendAsync(fence, 1, Split(body, 2), Durability.Fsync));
        Assert.Equal(Commit.Done, await Engine.Journal.AppendAsync(fence, 2, default, Durability.Fsync));
        List<byte[]> bodies = [];
        await foreach (JournalFrame frame in Engine.Journal.ReplayAsync(fence, 1, None))
            bodies.Add(frame.Body.ToArray());
        Assert.Equal(2, bodies.Count);
        Assert.Equal(body, bodies[0]);
        Assert.Empty(bodies[1]);
    }

    [Fact]
    public async Task Shards_number_their_frames_independently_and_append_concurrently()
    {
        Fence[] fences = new Fence[ShardId.Count];
        for (int i = 0; i < ShardId.Count; i++)
            fences[i] = await Claim(new ShardId(i));
        await Task.WhenAll(fences.Select(fence => Task.Run(async () =>
        {
            for (long lsn = 1; lsn <= 20; lsn++)
                Assert.Equal(Commit.Done, await Append(fence, lsn));
        })));
        foreach (Fence fence in fences)
            Assert.Equal(Numbers(1, 20), await Replay(fence, 1));
    }

    [Fact]
    public async Task An_lsn_that_is_not_the_next_is_refused()
    {
        Fence fence = await Claim();
        Assert.Equal(Commit.Done, await Append(fence, 1));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Append(fence, 1));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Append(fence, 3));
        Assert.Equal(Commit.Done, await Append(fence, 2));
    }

    [Fact]
    public async Task Memory_durability_is_not_for_the_journal()
    {
        Fence fence = await Claim();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Append(fence, 1, Durability.Memory));
    }

    [Fact]
    public async Task A_second_claim_fences_the_first_owner_out_of_everything()
    {
        Fence old = await Claim();
        Assert.Equal(Commit.Done, await Append(old, 1));
        Fence fence = await Claim();
        Assert.True(fence.Epoch > old.Epoch);
        Assert.False(Engine.Ownership.MayServe(old));
        Assert.True(Engine.Ownership.MayServe(fence));
        Assert.Equal(Commit.Fenced, await Append(old, 2));
        Assert.Equal(Commit.Fenced, await Engine.Manifest.CommitAsync(old, new ManifestEdit(1, null, [], []), None));
        await Engine.Ownership.ReleaseAsync(old, None);
        Assert.Equal(Commit.Done, await Append(fence, 2));
        Assert.Equal(Numbers(1, 2), await Replay(fence, 1));
    }

    [Fact]
    public async Task A_released_shard_takes_nothing_and_can_be_claimed_again()
    {
        Fence fence = await Claim();
        await Engine.Ownership.ReleaseAsync(fence, None);
        Assert.False(Engine.Ownership.MayServe(fence));
        Assert.Equal(Commit.Fenced, await Append(fence, 1));
        Assert.Equal(Commit.Done, await Append(await Claim(), 1));
    }

    [Fact]
    public async Task Placements_are_watched_from_now_on()
    {
        using CancellationTokenSource stop = new();
        await using IAsyncEnumerator<Placement> placements =
            Engine.Ownership.WatchAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        for (int i = 0; i < ShardId.Count; i++)
        {
            Assert.True(await placements.MoveNextAsync());
            Assert.Null(placements.Current.Owner);
        }

        Fence fence = await Claim();
        Assert.True(await placements.MoveNextAsync());
        Assert.Equal((Shard, fence.Epoch), (placements.Current.Shard, placements.Current.Epoch));
        Assert.NotNull(placements.Current.Owner);
        await Engine.Ownership.ReleaseAsync(fence, None);
        Assert.True(await placements.MoveNextAsync());
        Assert.Null(placements.Current.Owner);
    }

    [Fact]
    public async Task A_manifest_edit_is_atomic_durable_and_frees_the_journal_below()
    {
        Fence fence = await Claim();
        for (long lsn = 1; lsn <= 5; lsn++)
            await Append(fence, lsn);
        Assert.Equal(0, (await Engine.Manifest.LoadAsync(fence, None)).CheckpointLsn);
        SegmentEntry late = new(1, 10, 20, 5, 100, "s07/late.seg");
        SegmentEntry early = new(1, 0, 10, -1, 100, "s07/early.seg");
        Assert.Equal(Commit.Done,
            await Engine.Manifest.CommitAsync(fence, new ManifestEdit(3, "s07/snap", [late, early], []), None));

        Engine = await ReopenAsync(Engine);
        fence = await Claim();
        ShardManifest manifest = await Engine.Manifest.LoadAsync(fence, None);
        Assert.Equal((3, "s07/snap"), (manifest.CheckpointLsn, manifest.SnapshotKey));
        Assert.Equal([early, late], manifest.Segments);
        Assert.Equal(Numbers(4, 5), await Replay(fence, 4));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Replay(fence, 3));

        SegmentEntry merged = new(1, 0, 20, 5, 150, "s07/merged.seg");
        ManifestEdit merge = new(3, null, [merged], ["s07/early.seg", "s07/late.seg"]);
        Assert.Equal(Commit.Done, await Engine.Manifest.CommitAsync(fence, merge, None));
        manifest = await Engine.Manifest.LoadAsync(fence, None);
        Assert.Equal([merged], manifest.Segments);
        Assert.Equal("s07/snap", manifest.SnapshotKey);
    }

    [Fact]
    public async Task A_checkpoint_of_everything_survives_and_numbering_goes_on()
    {
        Fence fence = await Claim();
        for (long lsn = 1; lsn <= 5; lsn++)
            await Append(fence, lsn, Durability.Os);
        Assert.Equal(Commit.Done, await Engine.Manifest.CommitAsync(fence, new ManifestEdit(5, null, [], []), None));
        Engine = await ReopenAsync(Engine);
        fence = await Claim();
        Assert.Empty(await Replay(fence, 6));
        Assert.Equal(Commit.Done, await Append(fence, 6));
        Assert.Equal(Numbers(6, 6), await Replay(fence, 6));
    }

    [Fact]
    public async Task An_edit_that_makes_no_sense_changes_nothing()
    {
        Fence fence = await Claim();
        await Append(fence, 1);
        SegmentEntry entry = new(1, 0, 10, -1, 100, "s07/a.seg");
        await Engine.Manifest.CommitAsync(fence, new ManifestEdit(1, null, [entry], []), None);
        ManifestEdit[] edits =
        [
            new(0, null, [], []),
            new(2, null, [], []),
            new(1, null, [entry with { BaseOffset = 9, NextOffset = 12, Key = "s07/b.seg" }], []),
            new(1, null, [], ["s07/none.seg"]),
        ];
        foreach (ManifestEdit edit in edits)
            await Assert.ThrowsAnyAsync<ArgumentException>(() =>
                Engine.Manifest.CommitAsync(fence, edit, None).AsTask());
        Assert.Equal([entry], (await Engine.Manifest.LoadAsync(fence, None)).Segments);
    }

    [Fact]
    public async Task A_blob_is_there_whole_once_complete_and_never_before()
    {
        string key = "s07/p0000000000000012-00000000000000000000-3.seg";
        await using (IBlobWriter writer = await Engine.Blobs.CreateAsync(key, None))
        {
            await writer.WriteAsync("hello "u8.ToArray(), None);
            await writer.WriteAsync("world"u8.ToArray(), None);
            await Assert.ThrowsAsync<FileNotFoundException>(() => Engine.Blobs.OpenAsync(key, None).AsTask());
            Assert.Empty(await List("s07/"));
            await writer.CompleteAsync(None);
        }

        await using (IBlobWriter abandoned = await Engine.Blobs.CreateAsync("s07/abandoned", None))
            await abandoned.WriteAsync("x"u8.ToArray(), None);

        Engine = await ReopenAsync(Engine);
        using IBlob blob = await Engine.Blobs.OpenAsync(key, None);
        Assert.Equal(11, blob.Length);
        byte[] bytes = new byte[20];
        Assert.Equal(11, await blob.ReadAsync(0, bytes, None));
        Assert.Equal("hello world", Encoding.UTF8.GetString(bytes, 0, 11));
        Assert.Equal(5, await blob.ReadAsync(6, bytes.AsMemory(0, 7), None));
        Assert.Equal(0, await blob.ReadAsync(11, bytes, None));
        await Engine.Blobs.DeleteAsync([key, "s07/never-was"], None);
        Assert.Equal(3, await blob.ReadAsync(0, bytes.AsMemory(0, 3), None));
        await Assert.ThrowsAsync<FileNotFoundException>(() => Engine.Blobs.OpenAsync(key, None).AsTask());
        Assert.Empty(await List(""));
    }

    [Fact]
    public async Task Blobs_completed_together_are_there_whole_and_none_before()
    {
        string[] keys = ["s07/a.seg", "s07/b.seg", "s08/c.seg"];
        var writers = new List<IBlobWriter>();
        foreach (string key in keys)
        {
            writers.Add(await Engine.Blobs.CreateAsync(key, None));
            await writers[^1].WriteAsync(Encoding.UTF8.GetBytes(key), None);
        }

        Assert.Empty(await List(""));
        await Engine.Blobs.CompleteAsync(writers, None);
        foreach (IBlobWriter writer in writers) await writer.DisposeAsync();

        Engine = await ReopenAsync(Engine);
        Assert.Equal(keys, await List(""));
        foreach (string key in keys)
        {
            using IBlob blob = await Engine.Blobs.OpenAsync(key, None);
            byte[] bytes = new byte[20];
            int length = await blob.ReadAsync(0, bytes, None);
            Assert.Equal(key, Encoding.UTF8.GetString(bytes, 0, length));
        }
    }

    [Fact]
    public async Task Blobs_are_listed_by_prefix()
    {
        string[] keys = ["s01/a", "s01/b/c", "s02/a", "top"];
        foreach (string key in keys)
        {
            await using IBlobWriter writer = await Engine.Blobs.CreateAsync(key, None);
            await writer.CompleteAsync(None);
        }

        Assert.Equal(keys, await List(""));
        Assert.Equal(["s01/a", "s01/b/c"], await List("s01/"));
        Assert.Equal(["s01/b/c"], await List("s01/b"));
        Assert.Equal(["s01/a", "s01/b/c", "s02/a"], await List("s0"));
        Assert.Equal(["top"], await List("t"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("/absolute")]
    [InlineData("a//b")]
    [InlineData("a~b")]
    [InlineData("a.tmp")]
    public async Task A_key_that_is_not_one_is_refused(string key)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Engine.Blobs.CreateAsync(key, None).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Engine.Blobs.OpenAsync(key, None).AsTask());
    }

    [Fact]
    public async Task Catalog_puts_compare_versions_and_apply_all_or_nothing()
    {
        Assert.True(await Put(new CatalogChange("a", 0, Bytes("1")), new CatalogChange("b", -1, Bytes("1"))));
        Assert.False(await Put(new CatalogChange("a", 0, Bytes("2"))));
        Assert.False(await Put(new CatalogChange("b", 1, Bytes("2")), new CatalogChange("a", 5, Bytes("2"))));
        Assert.Equal(1, (await Engine.Catalog.GetAsync("b", None))!.Version);
        Assert.True(await Put(new CatalogChange("a", 1, Bytes("2"))));
        Assert.True(await Put(new CatalogChange("b", 1, null)));

        Engine = await ReopenAsync(Engine);
        CatalogEntry entry = (await Engine.Catalog.GetAsync("a", None))!;
        Assert.Equal((2, "2"), (entry.Version, Encoding.UTF8.GetString(entry.Value!.Value.Span)));
        Assert.Null(await Engine.Catalog.GetAsync("b", None));
        Assert.True(await Put(new CatalogChange("b", 0, Bytes("3"))));
        Assert.True(await Put(new CatalogChange("b", -1, Bytes("4"))));
    }

    [Fact]
    public async Task The_catalog_takes_many_keys_and_lists_them_by_prefix_in_order()
    {
        Task<bool>[] puts =
            [.. Enumerable.Range(0, 10_000).Select(i => Put(new CatalogChange($"k/{i:D5}", 0, Bytes("v"))))];
        Assert.All(await Task.WhenAll(puts), Assert.True);
        Engine = await ReopenAsync(Engine);
        Assert.Equal(10_000, (await Engine.Catalog.ListAsync("k/", None)).Count);
        IReadOnlyList<CatalogEntry> some = await Engine.Catalog.ListAsync("k/0012", None);
        Assert.Equal(Enumerable.Range(120, 10).Select(static i => $"k/{i:D5}"), some.Select(static entry => entry.Key));
    }

    [Fact]
    public async Task Catalog_changes_are_watched_from_the_call_on()
    {
        await Put(new CatalogChange("before", 0, Bytes("x")));
        using CancellationTokenSource stop = new();
        await using IAsyncEnumerator<CatalogEntry> changes =
            Engine.Catalog.WatchAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        await Put(new CatalogChange("a", 0, Bytes("1")));
        await Put(new CatalogChange("a", 1, null));
        Assert.True(await changes.MoveNextAsync());
        Assert.Equal(("a", 1L), (changes.Current.Key, changes.Current.Version));
        Assert.True(await changes.MoveNextAsync());
        Assert.Null(changes.Current.Value);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => changes.MoveNextAsync().AsTask());
    }

    [Fact]
    public async Task A_closed_engine_acknowledges_nothing()
    {
        Fence fence = await Claim();
        IStorageEngine old = Engine;
        Engine = await ReopenAsync(old);
        Assert.NotEqual(Commit.Done, await old.Journal.AppendAsync(fence, 1, default, Durability.Fsync));
        Assert.NotEqual(Commit.Done, await old.Manifest.CommitAsync(fence, new ManifestEdit(0, null, [], []), None));
        Assert.False(old.Ownership.MayServe(fence));
        Assert.False(old.Failed.IsCompleted);
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static long[] Numbers(long first, long last) =>
        [.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(static i => (long)i)];

    private static ReadOnlySequence<byte> Split(byte[] body, int pieceBytes)
    {
        Piece first = new(body.AsMemory(0, pieceBytes), 0);
        Piece last = first;
        for (int i = pieceBytes; i < body.Length; i += pieceBytes)
            last = last.Append(body.AsMemory(i, Math.Min(pieceBytes, body.Length - i)));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private async Task<Fence> Claim(ShardId? shard = null) =>
        (await Engine.Ownership.ClaimAsync(shard ?? Shard, None))!.Value;

    private async Task<Commit> Append(Fence fence, long lsn, Durability durability = Durability.Fsync) =>
        await Engine.Journal.AppendAsync(fence, lsn, new ReadOnlySequence<byte>(BitConverter.GetBytes(lsn)),
            durability);

    private async Task<List<long>> Replay(Fence fence, long from)
    {
        List<long> lsns = [];
        await foreach (JournalFrame frame in Engine.Journal.ReplayAsync(fence, from, None))
        {
            Assert.Equal(frame.Lsn, BitConverter.ToInt64(frame.Body.Span));
            lsns.Add(frame.Lsn);
        }

        return lsns;
    }

    private async Task<List<string>> List(string prefix)
    {
        List<string> keys = [];
        await foreach (string key in Engine.Blobs.ListAsync(prefix, None))
            keys.Add(key);
        keys.Sort(StringComparer.Ordinal);
        return keys;
    }

    private Task<bool> Put(params CatalogChange[] changes) => Engine.Catalog.PutAsync(changes, None).AsTask();

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long runningIndex)
        {
            Memory = memory;
            RunningIndex = runningIndex;
        }

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            Piece next = new(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
