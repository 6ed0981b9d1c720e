using Weir.Storage.Embedded;
using Weir.Storage.Files;
using Weir.Testing.Files;

namespace Weir.Storage.Tests.Embedded;

/// <summary>
/// A full disk stops nothing for good: appends wait for room, and what takes its room before it changes anything is
/// refused and may be tried again.
/// </summary>
public sealed class FullDiskTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ShardId A = new(1);
    private readonly FaultyFileSystem _files = new(seed: 1);

    [Fact]
    public async Task An_append_waits_for_room_and_is_then_durable_in_its_place()
    {
        await using EmbeddedEngine engine = await OpenAsync(_files, waits: true);
        Fence fence = await ClaimAsync(engine);
        Assert.Equal(Commit.Done, await AppendAsync(engine, fence, 1));
        SetFree(0);
        Task<Commit> waiting = AppendAsync(engine, fence, 2);
        await UntilAsync(() => engine.IsWaitingForRoom);
        Assert.False(waiting.IsCompleted);
        Assert.Equal([1], await RecoverAsync());

        SetFree(1 << 20);
        Assert.Equal(Commit.Done, await waiting);
        Assert.False(engine.IsWaitingForRoom);
        Assert.Equal(Commit.Done, await AppendAsync(engine, fence, 3));
        Assert.Equal([1, 2, 3], await RecoverAsync());
        Assert.False(engine.Failed.IsCompleted);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Room_that_comes_in_small_pieces_is_found_whatever_the_write_it_lacked_for(int seed)
    {
        // Frames that fill a file each, so that seals, new files and frames all meet the full disk.
        var random = new Random(seed);
        await using EmbeddedEngine engine = await OpenAsync(_files, waits: true);
        Fence fence = await ClaimAsync(engine);
        for (int lsn = 1; lsn <= 12; lsn++)
        {
            SetFree(0);
            Task<Commit> append = AppendAsync(engine, fence, lsn, bodyBytes: 3000);
            await UntilAsync(() => engine.IsWaitingForRoom || append.IsCompleted);
            Assert.Equal(Enumerable.Range(1, append.IsCompleted ? lsn : lsn - 1).Select(n => (long)n),
                await RecoverAsync());
            await UntilAsync(() =>
            {
                SetFree(random.Next(1, 800));
                return append.IsCompleted;
            });
            Assert.Equal(Commit.Done, await append);
        }

        Assert.Equal(Enumerable.Range(1, 12).Select(n => (long)n), await RecoverAsync());
    }

    [Fact]
    public async Task Closing_does_not_wait_for_room()
    {
        EmbeddedEngine engine = await OpenAsync(_files, waits: true);
        Fence fence = await ClaimAsync(engine);
        await AppendAsync(engine, fence, 1);
        SetFree(0);
        Task<Commit> waiting = AppendAsync(engine, fence, 2);
        await UntilAsync(() => engine.IsWaitingForRoom);
        engine.StopWaitingForRoom();
        Assert.Equal(Commit.Unknown, await waiting);
        Assert.Contains("is full", (await engine.Failed).Message, StringComparison.Ordinal);
        await engine.DisposeAsync();
        Assert.Equal([1], await RecoverAsync());
    }

    [Fact]
    public async Task A_manifest_that_finds_no_room_is_refused_unchanged_and_can_be_committed_later()
    {
        await using EmbeddedEngine engine = await OpenAsync(_files, waits: true);
        Fence fence = await ClaimAsync(engine);
        await AppendAsync(engine, fence, 1);
        var edit = new ManifestEdit(1, "snapshot", [], []);
        SetFree(0);
        await Assert.ThrowsAsync<DiskFullException>(
            async () => await engine.Manifest.CommitAsync(fence, edit, None));
        Assert.Null((await engine.Manifest.LoadAsync(fence, None)).SnapshotKey);
        SetFree(1 << 20);
        Assert.Equal(Commit.Done, await engine.Manifest.CommitAsync(fence, edit, None));
        Assert.Equal("snapshot", (await engine.Manifest.LoadAsync(fence, None)).SnapshotKey);
        Assert.False(engine.Failed.IsCompleted);
    }

    [Fact]
    public async Task A_freed_journal_file_that_there_is_no_room_to_fill_makes_room()
    {
        await using EmbeddedEngine engine = await OpenAsync(_files, waits: true);
        Fence fence = await ClaimAsync(engine);
        await AppendAsync(engine, fence, 1, bodyBytes: 3_000);
        await AppendAsync(engine, fence, 2, bodyBytes: 3_000);
        SetFree(500);
        var edit = new ManifestEdit(1, "snapshot", [], []);
        Assert.Equal(Commit.Done, await engine.Manifest.CommitAsync(fence, edit, None));
        Assert.True(_files.FreeBytes > 3_000);
        Assert.Equal(Commit.Done, await AppendAsync(engine, fence, 3));
        Assert.False(engine.Failed.IsCompleted);
    }

    [Fact]
    public async Task A_catalog_whose_snapshot_finds_no_room_goes_on_and_writes_it_later()
    {
        await using EmbeddedEngine engine = await OpenAsync(_files, waits: true);
        byte[] large = new byte[10_000];
        Assert.True(await engine.Catalog.PutAsync([new CatalogChange("large", 0, large)], None));
        SetFree(5_000);
        Assert.True(await engine.Catalog.PutAsync([new CatalogChange("small", 0, "x"u8.ToArray())], None));
        Assert.True(await engine.Catalog.PutAsync([new CatalogChange("other", 0, "y"u8.ToArray())], None));
        SetFree(1 << 20);
        Assert.True(await engine.Catalog.PutAsync([new CatalogChange("last", 0, "z"u8.ToArray())], None));
        Assert.False(engine.Failed.IsCompleted);
        await using EmbeddedEngine recovered =
            await OpenAsync(_files.CrashImage(seed: 2, CrashKeeps.Nothing), waits: false);
        foreach (string key in (string[])["large", "small", "other", "last"])
            Assert.NotNull(await recovered.Catalog.GetAsync(key, None));
    }

    [Fact]
    public async Task A_directory_that_a_full_disk_refused_is_made_by_the_next_blob()
    {
        await using EmbeddedEngine engine = await OpenAsync(_files, waits: true);
        bool isFull = true;
        int synced = 0;
        _files.BeforeOperation = operation =>
        {
            if (operation.Kind != FileOperationKind.SyncDirectory || operation.Path != "blobs") return;
            if (isFull) throw new DiskFullException("no room for a directory");
            synced++;
        };
        await Assert.ThrowsAsync<DiskFullException>(async () => await engine.Blobs.CreateAsync("s07/a", None));
        isFull = false;
        await using IBlobWriter blob = await engine.Blobs.CreateAsync("s07/a", None);
        Assert.Equal(1, synced);
    }

    private static EmbeddedOptions Options(bool waits) => new()
    {
        JournalFileBytes = 4096,
        PrepareAhead = false,
        WaitsForRoom = waits,
        CatalogSnapshotBytes = 0,
    };

    private static async Task<EmbeddedEngine> OpenAsync(FaultyFileSystem files, bool waits) =>
        await EmbeddedEngine.OpenAsync(files, Options(waits), None);

    private static Task<Fence> ClaimAsync(EmbeddedEngine engine) => JournalProbe.ClaimAsync(engine, A);

    private static Task<Commit> AppendAsync(EmbeddedEngine engine, Fence fence, long lsn, int bodyBytes = 100) =>
        JournalProbe.Append(engine, fence, lsn, bodyBytes).AsTask();

    private Task<List<long>> RecoverAsync() => JournalProbe.RecoverAsync(_files, A, Options(waits: false));

    private void SetFree(long bytes) => JournalProbe.SetFree(_files, bytes);

    private static Task UntilAsync(Func<bool> condition) => JournalProbe.UntilAsync(condition);
}
