using System.Buffers;
using Weir.Storage.Embedded;
using Weir.Storage.Embedded.Journal;
using Weir.Storage.Files;
using Weir.Testing.Files;

namespace Weir.Storage.Tests.Embedded;

/// <summary>What opening makes of files that are torn, damaged, reused or taken.</summary>
public sealed class JournalRecoveryTests
{
    private const string FirstFile = "journal/0000000001.wal";
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ShardId A = new(1);
    private static readonly ShardId B = new(2);
    private FaultyFileSystem _files = new(seed: 1);

    [Fact]
    public async Task The_last_frame_when_torn_is_cut_without_a_word()
    {
        await AppendThenCrash((A, 1), (B, 1), (A, 2));
        _files.FlipBit(FirstFile, PositionOf(2) + 60, 3);
        await using EmbeddedEngine engine = await Open();
        Assert.Empty(engine.Damages);
        Assert.Equal([1], await Replay(engine, A));
        Assert.Equal([1], await Replay(engine, B));
    }

    [Theory]
    [InlineData(60)] // the body
    [InlineData(33)] // the LSN
    [InlineData(13)] // the length
    [InlineData(0)] // the magic
    public async Task A_damaged_frame_that_had_been_synced_stops_its_shard_there_and_no_other(int offset)
    {
        await AppendThenCrash((A, 1), (B, 1), (A, 2), (B, 2), (A, 3), (B, 3));
        _files.FlipBit(FirstFile, PositionOf(2) + offset, 3);
        for (int start = 0; start < 2; start++)
        {
            await using EmbeddedEngine engine = await Open();
            string damage = Assert.Single(engine.Damages);
            Assert.Contains(FirstFile, damage, StringComparison.Ordinal);
            Assert.Contains($"byte {PositionOf(2)}", damage, StringComparison.Ordinal);
            Assert.Equal([1, 2, 3], await Replay(engine, B));
            List<long> before = [];
            DamagedDataException e = await Assert.ThrowsAsync<DamagedDataException>(() => Replay(engine, A, before));
            Assert.Contains("frame 2 of shard 1", e.Message, StringComparison.Ordinal);
            Assert.Equal([1], before);
        }
    }

    [Fact]
    public async Task Damage_that_may_have_hit_a_shards_last_frame_refuses_that_shard()
    {
        await AppendThenCrash((A, 1), (A, 2), (B, 1), (B, 2));
        _files.FlipBit(FirstFile, PositionOf(1), 3);
        await using EmbeddedEngine engine = await Open();
        Assert.Single(engine.Damages);
        Assert.Equal([1, 2], await Replay(engine, B));
        List<long> before = [];
        await Assert.ThrowsAsync<DamagedDataException>(() => Replay(engine, A, before));
        Assert.Equal([1], before);
    }

    [Theory]
    [InlineData(0)] // the magic
    [InlineData(9)] // the version
    [InlineData(13)] // the salt
    [InlineData(17)] // the number
    [InlineData(31)] // the first sequence
    public async Task A_damaged_file_header_is_reported_and_takes_no_frame_with_it(int position)
    {
        await AppendThenCrash((A, 1), (B, 1), (A, 2));
        _files.FlipBit(FirstFile, position, 3);
        for (int start = 0; start < 2; start++)
        {
            await using EmbeddedEngine engine = await Open();
            string damage = Assert.Single(engine.Damages);
            Assert.Contains(FirstFile + " has a damaged header", damage, StringComparison.Ordinal);
            Assert.Equal([1, 2], await Replay(engine, A));
            Assert.Equal([1], await Replay(engine, B));
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(24)]
    public async Task A_file_that_got_a_part_of_its_new_header_does_not_bring_back_old_frames(int bytes)
    {
        await AppendThenCrash((A, 1), (B, 1), (A, 2));
        byte[] header = new byte[JournalFileHeader.Bytes];
        new JournalFileHeader(JournalFileHeader.CurrentVersion, 0x12345678, 2, 90).Write(header);
        _files.Rename(FirstFile, JournalFile.PathOf(2));
        using (IFile file = _files.Open(JournalFile.PathOf(2)))
            file.Write([header.AsMemory(0, bytes)], 0);
        await using EmbeddedEngine engine = await Open();
        Assert.Empty(engine.Damages);
        Assert.Empty(await Replay(engine, A));
        Assert.Empty(await Replay(engine, B));
    }

    [Fact]
    public async Task A_look_alike_frame_inside_a_body_is_not_evidence_of_damage()
    {
        byte[] forged = new byte[JournalFrameHeader.Bytes];
        new JournalFrameHeader(0, 0, 0x12345678, 1, 1, 9, 9, long.MaxValue).Write(forged);
        await using (EmbeddedEngine engine = await Open())
        {
            Fence fence = await Claim(engine, A);
            await engine.Journal.AppendAsync(fence, 1, new ReadOnlySequence<byte>(forged), Durability.Fsync);
            _files = _files.CrashImage(1, CrashKeeps.Everything);
        }

        _files.FlipBit(FirstFile, PositionOf(0), 3);
        await using EmbeddedEngine reopened = await Open();
        Assert.Empty(reopened.Damages);
        Assert.Empty(await Replay(reopened, A));
    }

    [Fact]
    public async Task Freed_files_are_used_again_and_their_old_frames_stay_dead()
    {
        HashSet<string> renamed = [];
        _files.BeforeOperation = operation =>
        {
            if (operation.Kind == FileOperationKind.Rename
                && operation.Path.EndsWith(".free", StringComparison.Ordinal))
                renamed.Add(operation.Path);
        };
        EmbeddedEngine engine = await Open();
        Fence a = await Claim(engine, A);
        for (long lsn = 1; lsn <= 300; lsn++)
        {
            Assert.Equal(Commit.Done, await Append(engine, a, lsn));
            if (lsn % 50 == 0)
                await engine.Manifest.CommitAsync(a, new ManifestEdit(lsn, null, [], []), None);
        }

        Assert.NotEmpty(renamed);
        Assert.True(_files.ListFiles("journal").Count <= 6);
        await Append(engine, a, 301);
        _files = _files.CrashImage(1, CrashKeeps.Everything);
        await engine.DisposeAsync();
        await using EmbeddedEngine reopened = await Open();
        Assert.Empty(reopened.Damages);
        Assert.Equal([301], await Replay(reopened, A));
    }

    [Fact]
    public async Task An_idle_shard_keeps_only_its_own_file()
    {
        await using EmbeddedEngine engine = await Open();
        Fence idle = await Claim(engine, B);
        await Append(engine, idle, 1);
        Fence a = await Claim(engine, A);
        for (long lsn = 1; lsn <= 300; lsn++)
        {
            await Append(engine, a, lsn);
            if (lsn % 50 == 0)
                await engine.Manifest.CommitAsync(a, new ManifestEdit(lsn, null, [], []), None);
        }

        Assert.True(_files.ListFiles("journal").Count <= 6);
        await engine.DisposeAsync();
        await using EmbeddedEngine reopened = await Open();
        Assert.Empty(reopened.Damages);
        Assert.Equal([1], await Replay(reopened, B));
    }

    [Fact]
    public async Task A_frame_larger_than_a_file_gets_its_own()
    {
        byte[] large = new byte[100_000];
        new Random(1).NextBytes(large);
        await using (EmbeddedEngine engine = await Open())
        {
            Fence fence = await Claim(engine, A);
            await Append(engine, fence, 1);
            await engine.Journal.AppendAsync(fence, 2, new ReadOnlySequence<byte>(large), Durability.Fsync);
            await Append(engine, fence, 3);
        }

        await using EmbeddedEngine reopened = await Open();
        List<byte[]> bodies = [];
        await foreach (JournalFrame frame in reopened.Journal.ReplayAsync(await Claim(reopened, A), 1, None))
            bodies.Add(frame.Body.ToArray());
        Assert.Equal(3, bodies.Count);
        Assert.Equal(large, bodies[1]);
    }

    [Fact]
    public async Task A_failed_sync_stops_acknowledgements_for_good_and_is_not_retried()
    {
        await using EmbeddedEngine engine = await Open();
        Fence a = await Claim(engine, A);
        Fence b = await Claim(engine, B);
        await Append(engine, a, 1);
        int failures = 0;
        _files.Fails = operation => operation.Kind == FileOperationKind.SyncData && failures++ == 0;
        Assert.Equal(Commit.Unknown, await Append(engine, a, 2));
        StorageFailedException failure = await engine.Failed;
        Assert.Contains("check the disk", failure.Message, StringComparison.Ordinal);
        int operations = _files.Operations;
        Assert.Equal(Commit.Unknown, await Append(engine, b, 1));
        Assert.Equal(Commit.Unknown, await engine.Manifest.CommitAsync(b, new ManifestEdit(0, null, [], []), None));
        Assert.Equal(operations, _files.Operations);
    }

    [Fact]
    public async Task A_full_disk_is_never_done_and_says_so()
    {
        await using EmbeddedEngine engine = await Open();
        Fence a = await Claim(engine, A);
        await Append(engine, a, 1);
        _files.CapacityBytes = 0;
        Assert.Equal(Commit.Unknown, await Append(engine, a, 2));
        Assert.Contains("is full", (await engine.Failed).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_opener_is_refused_until_the_first_is_closed()
    {
        EmbeddedEngine first = await Open();
        StorageFailedException e = await Assert.ThrowsAsync<StorageFailedException>(Open);
        Assert.Contains($"in use by another weir process (pid {Environment.ProcessId})", e.Message,
            StringComparison.Ordinal);
        await first.DisposeAsync();
        await (await Open()).DisposeAsync();
    }

    [Fact]
    public async Task An_unknown_format_is_refused()
    {
        await (await Open()).DisposeAsync();
        _files.Open("format").Write([" weir"u8.ToArray()], 0);
        await Assert.ThrowsAsync<StorageFailedException>(Open);
        _files.Open("format").Write(["weir-data 9"u8.ToArray()], 0);
        StorageFailedException e = await Assert.ThrowsAsync<StorageFailedException>(Open);
        Assert.Contains("weir-data 9", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_catalog_that_a_power_loss_left_in_one_file_is_in_two_after_the_next_start()
    {
        await using (EmbeddedEngine engine = await Open())
            Assert.True(await engine.Catalog.PutAsync([new CatalogChange("key", 0, "value"u8.ToArray())], None));
        Assert.True(_files.Exists("catalog.copy"));
        _files.Delete("catalog");
        for (int start = 0; start < 2; start++)
        {
            await using EmbeddedEngine engine = await Open();
            Assert.Equal(start, engine.Damages.Count);
            Assert.NotNull(await engine.Catalog.GetAsync("key", None));
            Assert.True(_files.Exists("catalog"));
            _files.FlipBit("catalog", 20, 0);
        }
    }

    [Fact]
    public async Task A_damaged_manifest_refuses_its_shard_and_no_other()
    {
        await using (EmbeddedEngine engine = await Open())
        {
            foreach (ShardId shard in (ShardId[])[A, B])
            {
                Fence fence = await Claim(engine, shard);
                await Append(engine, fence, 1);
                await engine.Manifest.CommitAsync(fence, new ManifestEdit(1, "s/snap", [], []), None);
            }
        }

        _files.FlipBit("manifest/shard-01", 20, 0);
        await using EmbeddedEngine reopened = await Open();
        Assert.Single(reopened.Damages);
        Fence a = await Claim(reopened, A);
        await Assert.ThrowsAsync<DamagedDataException>(() => reopened.Manifest.LoadAsync(a, None).AsTask());
        Assert.Equal(1, (await reopened.Manifest.LoadAsync(await Claim(reopened, B), None)).CheckpointLsn);
    }

    [Fact]
    public void A_frame_far_behind_its_predecessor_costs_its_shard_and_no_memory()
    {
        const int number = 1;
        const uint salt = 7;
        byte[] file = new byte[JournalFileHeader.Bytes + (ShardTable.Count * JournalFrameHeader.Bytes)];
        new JournalFileHeader(JournalFileHeader.CurrentVersion, salt, number, 1).Write(file);
        for (int shard = 0; shard < ShardTable.Count; shard++)
        {
            new JournalFrameHeader(0, 0, salt, (ushort)shard, 1, 10_000_000 + shard, shard + 1, shard)
                .Write(file.AsSpan(JournalFileHeader.Bytes + (shard * JournalFrameHeader.Bytes)));
        }

        _files.CreateDirectory(JournalFiles.Directory);
        using (IFile written = _files.Create(FirstFile)) written.Write([file], 0);
        ShardStream[] streams = [.. Enumerable.Range(0, ShardTable.Count).Select(static i => new ShardStream(i))];
        long before = GC.GetAllocatedBytesForCurrentThread();
        RecoveredJournal recovered = new JournalRecovery(_files, streams).Run();
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2 * ScanWindow.Bytes);
        Assert.Single(recovered.Files).File.Dispose();
        FrameIndex frames = streams[3].Frames;
        Assert.Equal(10_000_004, frames.NextLsn);
        Assert.Equal(FramePosition.Damaged, frames[1].Length);
        Assert.Equal(FramePosition.Damaged, frames[10_000_003].Length);
        frames.CutFrom(1);
        frames.Add(new FramePosition(number, 4, 32));
        Assert.Equal(4, frames[1].Length);
    }

    [Fact]
    public async Task A_spare_with_a_number_that_no_file_has_is_used_like_any()
    {
        await (await Open()).DisposeAsync();
        byte[] spare = new byte[4096];
        new JournalFileHeader(JournalFileHeader.CurrentVersion, 7, long.MaxValue, 1).Write(spare);
        using (IFile written = _files.Create("journal/0000000009.free")) written.Write([spare], 0);
        await using EmbeddedEngine engine = await Open();
        Assert.Equal(Commit.Done, await Append(engine, await Claim(engine, A), 1));
        Assert.Equal([1], await Replay(engine, A));
    }

    [Fact]
    public async Task Epochs_never_repeat_over_starts_and_claims()
    {
        HashSet<int> epochs = [];
        for (int start = 0; start < 3; start++)
        {
            await using EmbeddedEngine engine = await Open();
            Assert.True(epochs.Add((await Claim(engine, A)).Epoch));
            Assert.True(epochs.Add((await Claim(engine, A)).Epoch));
            _files = _files.CrashImage(start, CrashKeeps.Nothing);
        }
    }

    // Bodies have 8 bytes, so frames of the first file are 64 bytes apart.
    private static long PositionOf(int frame) => JournalFileHeader.Bytes + (frame * (JournalFrameHeader.Bytes + 8L));

    private static async Task<Fence> Claim(EmbeddedEngine engine, ShardId shard) =>
        (await engine.Ownership.ClaimAsync(shard, None))!.Value;

    private static async Task<Commit> Append(EmbeddedEngine engine, Fence fence, long lsn) =>
        await engine.Journal.AppendAsync(
            fence, lsn, new ReadOnlySequence<byte>(BitConverter.GetBytes(lsn)), Durability.Fsync);

    private static async Task<List<long>> Replay(EmbeddedEngine engine, ShardId shard, List<long>? into = null)
    {
        List<long> lsns = into ?? [];
        Fence fence = await Claim(engine, shard);
        long checkpoint = (await engine.Manifest.LoadAsync(fence, None)).CheckpointLsn;
        await foreach (JournalFrame frame in engine.Journal.ReplayAsync(fence, checkpoint + 1, None))
            lsns.Add(frame.Lsn);
        return lsns;
    }

    private Task<EmbeddedEngine> Open() =>
        EmbeddedEngine.OpenAsync(_files, new EmbeddedOptions { JournalFileBytes = 4096, PrepareAhead = false },
            None).AsTask();

    private async Task AppendThenCrash(params (ShardId Shard, long Lsn)[] appends)
    {
        await using EmbeddedEngine engine = await Open();
        Dictionary<ShardId, Fence> fences = [];
        foreach ((ShardId shard, long lsn) in appends)
        {
            if (!fences.TryGetValue(shard, out Fence fence))
                fences[shard] = fence = await Claim(engine, shard);
            Assert.Equal(Commit.Done, await Append(engine, fence, lsn));
        }

        _files = _files.CrashImage(1, CrashKeeps.Nothing);
    }
}
